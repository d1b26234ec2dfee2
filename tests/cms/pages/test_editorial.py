"""Pages that editors compose: each kind, from its form in `/gestion/` to its reader."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.demo.loader import load_guides, load_pages
from cms.models import AccessibilityPage, GuideIndexPage, HomePage
from cms.pages.models import (
    DossierPage,
    EventPage,
    FaqPage,
    NewsIndexPage,
    NewsPage,
    PlacePage,
    StoryPage,
)
from cms.pages.models.events import A_PAGE
from cms.pages.views import calendar_file
from cms.site.models import EasyPage
from cms.starter import EDITORS
from cms.stream_builder import faq, h
from socle.scheduler.runner import run
from socle.search import indexer
from socle.search.results import find
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.cms.factories import make_guide, make_site
from tests.cms.kept import once
from tests.cms.test_admin import person, sign_in
from tests.communaute.comptes.factories import OrganisationFactory

from .factories import make_event, make_news_index, make_page

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
KINDS = (FaqPage, NewsPage, EventPage, DossierPage, StoryPage, PlacePage)


@pytest.fixture
def at(monkeypatch):
    def go(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    go(NOON)
    return go


@pytest.fixture
def examples(db, at):
    make_site()
    once(load_guides)
    once(load_pages)


def soup(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.content, "html.parser")


def test_the_examples_are_read_shared_found_and_listed(client, examples):
    assert load_pages() == 0
    indexer.rebuild()
    sitemap = client.get("/sitemap-pages.xml").text
    for page in (kind.objects.get() for kind in KINDS):
        html = soup(client, page.url)
        assert len(html.select("h1")) == 1
        levels = [int(title.name[1]) for title in html.main.select("h1, h2, h3, h4")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert html.select_one("meta[property='og:title']")["content"] == page.title
        assert html.select_one(".cu-useful form")
        assert f"{page.url}</loc>" in sitemap
        assert page.url in {line.url for line in find(page.title).lines}, page.title


def test_the_list_of_news_shows_what_is_to_come_first(client, examples, at):
    titles = [title.text for title in soup(client, "/actualites/").main.select("h2")]
    assert titles == ["Prochains rendez-vous", "Nouvelles", "Témoignages"]


def add_news(index, **fields):
    """Online at once, without the revision that an editor would save."""
    index.add_child(instance=NewsPage(title="Une nouvelle", introduction="!", **fields))


def test_the_list_of_news_costs_the_same_at_one_and_at_ten(client, at):
    index = make_news_index()

    def queries():
        request = client.get("/actualites/").wsgi_request
        index.serve(request).render()
        with CaptureQueriesContext(connection) as found:
            index.serve(request).render()
        return len(found)

    add_news(index)
    make_event(parent=index, slug="un")
    one = queries()
    for number in range(9):
        add_news(index, slug=f"n{number}")
        make_event(parent=index, slug=f"e{number}")
    assert queries() == one


def test_a_cancelled_event_is_not_among_those_to_come(client, at):
    index = make_news_index()
    make_event(parent=index, title="Prévu", slug="prevu")
    make_event(parent=index, title="Intervenant malade", slug="annule", is_cancelled=True)
    page = client.get("/actualites/").text
    assert "Prévu" in page
    assert "Intervenant malade" not in page


def test_the_list_of_news_goes_on_page_after_page(client, at):
    index = make_news_index()
    assert "Rien de nouveau" in soup(client, "/actualites/").main.text
    for number in range(A_PAGE):
        add_news(index, slug=f"n{number}")

    def links(query):
        cache.clear()
        html = soup(client, f"/actualites/{query}")
        return [link["href"] for link in html.select(".cu-card a")], html

    assert not links("")[1].select("nav[aria-label=Pagination]")
    add_news(index, slug="neuve")
    make_page(StoryPage, index, slug="recit", person="Monique")
    make_event(parent=index)
    first, html = links("")
    assert len(first) == A_PAGE + 2
    assert html.select_one("nav[aria-label=Pagination] [aria-current]").text == "1 / 2"
    second, html = links("?page=2")
    # The oldest piece of news, and nothing that the first page has shown.
    assert second == ["/actualites/n0/"]
    assert "page 2 sur 2" in html.title.text
    # A page that does not exist is the nearest one.
    assert links("?page=99")[0] == second
    for query in ("?page=0", "?page=-1", "?page=x", "?page="):
        assert links(query)[0] == first


def test_a_page_of_questions_says_them_to_search_engines_too(client):
    tricky = "Que dit </script>"
    page = make_page(FaqPage, body=[h("Avant"), faq((tricky, "La TVA est à [fait:tva_reduite]."))])
    html = soup(client, page.url)
    assert html.select_one("details summary").text == tricky
    data = json.loads(html.select_one("script[type='application/ld+json']").string)
    [question] = data["mainEntity"]
    assert question["name"] == tricky
    assert question["acceptedAnswer"]["text"].replace("\u00a0", " ") == "La TVA est à 5,5 %."
    assert html.select_one("#chiffre-tva_reduite")


def test_an_event_keeps_its_hour_of_paris_across_the_change(client):
    # The clocks go back in the night between.
    event = make_event(
        starts_at=datetime(2026, 10, 24, 16, 30, tzinfo=UTC),
        ends_at=datetime(2026, 10, 25, 17, 30, tzinfo=UTC),
        online_url="https://exemple.fr/salle",
    )
    html = soup(client, event.url).main.text
    assert "du 24 octobre 2026, 18\u00a0h\u00a030 au 25 octobre 2026, 18\u00a0h\u00a030" in html
    response = client.get(f"/rendez-vous/{event.pk}/agenda.ics")
    assert response["Content-Type"].startswith("text/calendar")
    [line] = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert (line.start, line.end) == (event.starts_at, event.ends_at)
    assert "Grenoble" in line["location"] and "salle" in line["location"]
    assert calendar_file(event, online_url=event.online_url) == response.content


@pytest.mark.parametrize(
    ("before", "is_over"), [(timedelta(seconds=1), False), (timedelta(0), True)]
)
def test_an_event_that_is_over_says_so(client, at, before, is_over):
    event = make_event(registration_url="https://exemple.fr/venir")
    at(event.ends_at - before)
    text = soup(client, event.url).main.text
    assert ("est passé" in text) == is_over
    assert ("S’inscrire" in text) == (not is_over)


def test_a_calendar_of_a_draft_is_not_found(client):
    event = make_event()
    event.unpublish()
    assert client.get(f"/rendez-vous/{event.pk}/agenda.ics").status_code == 404


def test_a_dossier_leads_to_the_guides_that_all_may_read_in_its_order(client):
    first, second, draft = make_guide(), make_guide(), make_guide(live=False)
    guides = [("guide", one) for one in (second, draft, first)]
    page = make_page(DossierPage, guides=guides)
    html = soup(client, page.url)
    items = html.select("[data-dossier] li")
    assert [item["data-guide"] for item in items] == [str(second.pk), str(first.pk)]
    assert all(item.select_one("[data-read]").has_attr("hidden") for item in items)


def test_a_page_of_a_town_shows_the_figures_of_its_network(client):
    operator = OrganisationFactory(kind="exploitant", name="Chaleur d’ici")
    reseau = ReseauFactory(
        slug="grenoble-reseau", enrr_rate=82.4, delivery_points=1250, exploitant=operator
    )
    page = make_page(PlacePage, reseau=reseau.slug)
    text = soup(client, page.url).main.text.replace("\u00a0", " ")
    assert "82 %" in text and "1 250" in text and reseau.name in text
    # Its name, rather than the one of the national file.
    assert "ExploitantChaleur d’ici" in text
    unknown = make_page(PlacePage, slug="ailleurs", reseau="inconnu")
    assert "Le réseau en chiffres" not in soup(client, unknown.url).main.text


# Willow leaves the temporary file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_page_is_shared_with_its_image(client):
    image = get_image_model().objects.create(title="Chaufferie", file=get_test_image_file())
    page = make_page(FaqPage, share_image=image)
    assert (
        soup(client, page.url).select_one("meta[property='og:image']")["content"].startswith("http")
    )


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("model", [AccessibilityPage, GuideIndexPage, NewsIndexPage])
def test_lists_and_the_declaration_have_an_image_of_their_own(client, model):
    make_site()
    if not model.objects.exists():
        HomePage.objects.get().add_child(instance=NewsIndexPage(title="Actualités"))
    page = model.objects.get()

    def shared():
        return soup(client, page.url).select_one("meta[property='og:image']")["content"]

    assert shared().endswith("images/partage.png")
    page.share_image = get_image_model().objects.create(
        title="Chaufferie", file=get_test_image_file()
    )
    page.save_revision().publish()
    cache.clear()
    assert "fill-1200x630" in shared()
    assert "share_image" in model.get_edit_handler().get_form_class().base_fields


def test_a_page_appears_and_leaves_at_its_hours(client, at, django_capture_on_commit_callbacks):
    make_site()
    hour = timedelta(hours=1)
    page = FaqPage(
        title="Bientôt",
        slug="bientot",
        introduction="x",
        live=False,
        go_live_at=NOON + hour,
        expire_at=NOON + 2 * hour,
    )
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    seen = []
    for moment in (NOON, NOON + hour, NOON + 2 * hour):
        with django_capture_on_commit_callbacks(execute=True):
            run(at(moment), only=("cms.publish", "cms.expire"))
        seen.append(client.get("/bientot/").status_code)
    assert seen == [404, 200, 404]


@pytest.mark.parametrize(
    ("day", "appears", "is_refused"),
    [
        (25, None, False),
        (26, None, True),
        (27, NOON + timedelta(days=2), False),
        # Past midnight in Paris, not yet in UTC.
        (27, datetime(2026, 11, 26, 23, 30, tzinfo=UTC), False),
        (28, NOON + timedelta(days=2), True),
    ],
)
def test_a_piece_of_news_is_dated_of_the_day_it_appears_at_the_latest(
    at, client, day, appears, is_refused
):
    index = make_news_index()
    sign_in(client, person(EDITORS))
    sent = {"title": "Neuf", "slug": "neuf", "introduction": "Une phrase.", "body-count": "0"}
    sent |= {"published_on": f"2026-11-{day}", "action-publish": "1"}
    if appears:
        sent["go_live_at"] = f"{timezone.localtime(appears):%Y-%m-%d %H:%M}"
    response = client.post(f"/gestion/pages/add/cms_pages/newspage/{index.pk}/", sent)
    assert NewsPage.objects.exists() is not is_refused
    if is_refused:
        errors = response.context["form"].errors
        assert "programmez la publication" in errors["published_on"].as_text()


def test_an_editor_creates_each_kind_under_its_parent(client, examples):
    sign_in(client, person(EDITORS))
    for kind in (*KINDS, NewsIndexPage):
        parent = kind.objects.get().get_parent()
        name = kind._meta.model_name
        if kind is not NewsIndexPage:
            assert (
                client.get(f"/gestion/pages/add/cms_pages/{name}/{parent.pk}/").status_code == 200
            )
        page = kind.objects.get()
        assert client.get(f"/gestion/pages/{page.pk}/edit/").status_code == 200
        assert client.get(f"/gestion/pages/{page.pk}/view_draft/").status_code == 200


def test_guides_lead_to_news_dossiers_and_pages_easy_to_read_that_are_public(client, examples):
    words = {"title": "Facile à lire", "introduction": "Une phrase."}
    easy, draft = EasyPage(slug="facile", **words), EasyPage(slug="brouillon", live=False, **words)
    for page in (easy, draft):
        HomePage.objects.get().add_child(instance=page)
    html = soup(client, "/guides/")
    shown = {link["href"] for link in html.select('[aria-labelledby="aussi"] a')}
    pages = [NewsIndexPage.objects.get(), DossierPage.objects.get(), easy]
    assert {page.url for page in pages} | {"/agenda/", "/glossaire/"} <= shown
    assert draft.url not in shown


def test_a_guide_says_whom_it_is_for_and_the_list_has_no_filter_that_filters_nothing(client):
    for_all, for_syndics = make_guide(), make_guide(audience="syndic", stage="vote")
    html = soup(client, "/guides/")
    cards = {card.a["href"]: card.text for card in html.select(".cu-card")}
    assert "Pour syndics" in cards[for_syndics.url]
    assert "Pour " not in cards[for_all.url]
    assert [nav["aria-label"] for nav in html.select("nav.cu-filter")] == ["Choisir une étape"]
    # An address that somebody kept goes on showing the list.
    assert len(soup(client, "/guides/?public=locataire").select(".cu-card")) == 2
    assert "Pour syndics" in soup(client, for_syndics.url).main.text
