"""What the public reads of the figures: all of them in one page, and the ones no longer current."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import timezone

from cms import views
from cms.starter import EDITORS
from cms.stream_builder import h, p
from config import middleware
from socle.facts_registry.models import Figure
from socle.facts_registry.selectors import all_facts
from socle.public_pages import forget_held
from tests.clock import NOON
from tests.cms.factories import make_guide
from tests.cms.test_admin import person, sign_in

pytestmark = pytest.mark.django_db


def page_at(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def expire(key, day=date(2025, 12, 31)):
    Figure.objects.filter(key=key).update(valid_until=day, year="2024")
    forget_held()
    # Its last day passed: what is kept of pages is of the day.
    cache.clear()


def words(node):
    return " ".join(node.get_text(" ").split())


def test_every_figure_is_there_once_with_its_source(client, site):
    page = page_at(client, "/chiffres/")
    shown = [one["id"].removeprefix("chiffre-") for one in page.select(".cu-factlist > li")]
    assert sorted(shown) == sorted(item.key for item in all_facts())
    gas = words(page.select_one("#chiffre-co2_gaz_acv"))
    for said in ("227 g de CO2 par kWh", "nalyse du cycle de vie", "Source :", "relu le", "243 g"):
        assert said in gas
    titles = {one["id"] for one in page.select("h2")}
    assert {one["href"][1:] for one in page.select(".fr-summary__link")} <= titles


def test_one_of_another_theme_is_among_the_others_and_a_withdrawn_one_is_nowhere(client, site):
    Figure.objects.filter(key="reseaux_longueur").update(withdrawn_at=NOON)
    other = Figure.objects.get(key="co2_gaz_acv")
    other.pk, other.key = None, "co2_bois"
    other.save()
    forget_held()
    assert [item.key for item in views.themes()[-1].facts] == ["co2_bois"]
    assert not page_at(client, "/chiffres/").select("#chiffre-reseaux_longueur")


def test_each_shown_figure_leads_to_it(client, site):
    make_guide(slug="gaz", body=[h("Un"), p("Il fait [fait:co2_gaz_acv].")])
    page = page_at(client, "/guides/gaz/")
    assert page.select_one("#chiffre-co2_gaz_acv a[href='/chiffres/#chiffre-co2_gaz_acv']")
    # A page that does not list its sources.
    legal = site.get_parent().get_children().get(slug="mentions-legales").specific
    legal.body = [p("Il fait [fait:co2_gaz_acv].")]
    legal.save()
    link = page_at(client, "/mentions-legales/").select_one(".cu-fact-inline")
    assert link["href"] == "/chiffres/#chiffre-co2_gaz_acv"
    assert page_at(client, "/plan-du-site/").select_one("main a[href='/chiffres/']")


def test_readers_and_editors_are_told_that_a_page_cites_an_expired_figure(client, site):
    guide = make_guide(slug="gaz", body=[h("Un"), p("[fait:co2_gaz_acv], [fait:tva_normale]")])
    sign_in(client, person(EDITORS))
    edit = f"/gestion/pages/{guide.pk}/edit/"
    assert not page_at(client, "/guides/gaz/").select(".cu-expired")
    assert "Cette page cite" not in client.get(edit).content.decode()
    expire("co2_gaz_acv")
    notice = page_at(client, "/guides/gaz/").select_one(".cu-expired")
    assert "Un chiffre de cette page n’est plus à jour" in words(notice)
    assert [one["href"] for one in notice.select("a")] == ["#chiffre-co2_gaz_acv"]
    told = client.get(edit).content.decode()
    assert "Cette page cite un chiffre à vérifier" in told and "31 décembre 2025" in told
    page = page_at(client, "/chiffres/")
    assert [one["href"] for one in page.select(".cu-expired a")] == ["#chiffre-co2_gaz_acv"]
    assert "Plus à jour" in words(page.select_one("#chiffre-co2_gaz_acv"))


def test_a_kept_page_does_not_outlive_its_figure(client, site, monkeypatch):
    make_guide(slug="gaz", body=[h("Un"), p("Il fait [fait:co2_gaz_acv].")])
    # 23 h 58 in Paris.
    now = [datetime(2026, 11, 26, 22, 58, tzinfo=UTC)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    monkeypatch.setattr(middleware.time, "time", lambda: now[0].timestamp())
    expire("co2_gaz_acv", date(2026, 11, 26))
    assert "à vérifier)" not in client.get("/guides/gaz/").content.decode()
    now[0] += timedelta(seconds=119)
    assert "à vérifier)" not in client.get("/guides/gaz/").content.decode()
    now[0] += timedelta(seconds=1)
    assert "(valeur de 2024, à vérifier)" in client.get("/guides/gaz/").content.decode()


def test_the_list_costs_one_query_at_most(client, site, django_assert_max_num_queries):
    client.get("/chiffres/")
    with django_assert_max_num_queries(1):
        client.get("/chiffres/")
