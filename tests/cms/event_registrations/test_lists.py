"""Who comes, as editors read it: the right, the counts, the file."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.starter import EDITORS, TEAM, WRITERS
from tests.clock import stop
from tests.cms.test_admin import person, sign_in

from .factories import asked, joined, joined_by, make_open

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def event():
    return make_open(places=1)


def test_editors_and_the_team_read_them_and_writers_do_not(client, event):
    joined(event)
    for group, status in ((EDITORS, 200), (TEAM, 200), (WRITERS, 302)):
        sign_in(client, person(group))
        for address in ("", f"{event.pk}/", f"{event.pk}/liste.csv"):
            assert client.get(f"/gestion/inscrits/{address}").status_code == status, group
        menu = client.get("/gestion/").text
        assert ("/gestion/inscrits/" in menu) == (status == 200), group


def test_who_comes_then_who_waits_and_nobody_who_did_not_confirm(client, event):
    joined(event, "a@exemple.test", "Anne")
    account = joined_by(event=event)
    asked(event, "c@exemple.test", "Chloé")
    sign_in(client, person(EDITORS))
    page = client.get(f"/gestion/inscrits/{event.pk}/").text
    assert page.index("Anne") < page.index(account.user.email)
    assert "Chloé" not in page
    assert "Inscrits" in client.get(f"/gestion/pages/{event.pk}/edit/").text


def test_the_next_one_is_first_and_those_over_last(client, now):
    for title, days in (("Dans un mois", 30), ("Hier", -1), ("Demain", 1), ("Avant-hier", -2)):
        starts_at = now + timedelta(days=days)
        make_open(title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    sign_in(client, person(EDITORS))
    page = client.get("/gestion/inscrits/").context["page_obj"]
    assert [one.title for one in page] == ["Demain", "Dans un mois", "Hier", "Avant-hier"]


def test_who_would_be_told_is_said_before_an_event_leaves_the_site(client, event, monkeypatch):
    joined(event, "a@exemple.test", "Anne")
    joined(event, "b@exemple.test", "Bruno")
    asked(event, "c@exemple.test", "Chloé")
    sign_in(client, person(EDITORS))
    screens = [f"/gestion/pages/{event.pk}/{name}/" for name in ("delete", "unpublish")]
    said = "un courriel part à qui est inscrit ou attend une place (2"
    assert [said in client.get(screen).text for screen in screens] == [True, True]
    for name in ("delete", "unpublish"):
        many = f"/gestion/bulk/wagtailcore/page/{name}/?id={event.pk}&next=/gestion/"
        assert f"« {event.title} » : un rendez-vous" in client.get(many).text
        assert said in client.get(many).text
    stop(monkeypatch, event.ends_at + timedelta(hours=1))
    sign_in(client, person(EDITORS))
    assert [said in client.get(screen).text for screen in screens] == [False, False]


def test_the_file_runs_nothing_in_a_spreadsheet(client, event):
    joined(event, "a@exemple.test", '=HYPERLINK("http://mal.example")')
    sign_in(client, person(EDITORS))
    response = client.get(f"/gestion/inscrits/{event.pk}/liste.csv")
    assert "no-store" in response["Cache-Control"]
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Nom"
    assert rows[1][:3] == ['\'=HYPERLINK("http://mal.example")', "a@exemple.test", "A une place"]


def test_the_lists_cost_the_same_for_one_and_many(client, event):
    sign_in(client, person(EDITORS))

    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    joined(event)
    addresses = ("/gestion/inscrits/", f"/gestion/inscrits/{event.pk}/")
    before = [queries(address) for address in addresses]
    for number in range(5):
        joined(make_open(), f"p{number}@exemple.test")
        joined_by(event=event)
    assert [queries(address) for address in addresses] == before
