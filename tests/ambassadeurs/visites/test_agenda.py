"""Visits and events to come: the page, its map, its calendar file."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from bs4 import BeautifulSoup

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.visites.enums import VisitState
from ambassadeurs.visites.models import Visit
from ambassadeurs.visites.services import book_visit, cancel_visit
from tests.ambassadeurs.coproprietes.factories import HIDDEN_TRAITS, AmbassadeurFactory
from tests.clock import NOON, stop
from tests.cms.factories import make_site
from tests.cms.pages.factories import make_event
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state

from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db

AGENDA = "/agenda/"
FILE = "/agenda/agenda.ics"
MAP = "/agenda/carte.geojson"
PLACE = "Devant le portail bleu"
EIGHTH = datetime(2026, 12, 8, 17, tzinfo=UTC)
WEBINAR = {"starts_at": datetime(2026, 12, 3, 17, 30, tzinfo=UTC)}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    return stop(monkeypatch)


def visit_of(name="Les Tilleuls", **fields):
    building = {
        f"ambassadeur__copropriete__{key[1:]}": fields.pop(key)
        for key in [*fields]
        if key[0] == "_"
    }
    mandate = AmbassadeurFactory(
        copropriete__name=name,
        **{key.removeprefix("ambassadeur__"): value for key, value in building.items()},
    )
    return VisitFactory(**{"ambassadeur": mandate, "starts_at": EIGHTH} | fields)


def webinar(**fields):
    return make_event(
        title="Réunion en ligne", place="", online_url="https://exemple.fr/salle", **fields
    )


def soup(client, address=AGENDA):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(client, address=AGENDA):
    return [one.get_text(strip=True) for one in soup(client, address).select(".cu-card__title")]


def events_of(client, address=FILE):
    return icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT")


def test_visits_and_events_are_listed_by_month_the_next_first_without_the_meeting_point(client):
    visit_of(starts_at=datetime(2027, 1, 12, 17, tzinfo=UTC), name="Janvier")
    visit = visit_of()
    event = webinar()
    assert titles(client) == [
        "Réunion en ligne",
        "Visite de « Les Tilleuls »",
        "Visite de « Janvier »",
    ]
    page = soup(client)
    assert [one.text for one in page.select(".vi-month h3")] == ["Décembre 2026", "Janvier 2027"]
    assert [link["href"] for link in page.select(".cu-card a")][:2] == [
        event.url,
        visit.get_absolute_url(),
    ]
    text = page.main.get_text(" ", strip=True)
    shown = [PLACE in client.get(address).text for address in (AGENDA, FILE, MAP)]
    assert shown == [False, False, False]
    assert "3 dates à venir" in text
    assert "mardi 8 décembre à 18\xa0h" in text
    assert "2 places libres" in text


def past(visit):
    Visit.objects.update(starts_at=NOON - timedelta(minutes=1))


def cancelled(visit):
    cancel_visit(actor=visit.host.user, visit=visit)


def hidden(visit):
    put_in_state(visit, "masque")


def held(visit):
    Visit.objects.update(state=VisitState.HELD)


@pytest.mark.parametrize("change", [past, cancelled, hidden, held])
def test_only_visits_that_may_be_booked(client, change):
    change(visit_of())
    assert titles(client) == []
    assert events_of(client) == []
    assert client.get(MAP).json()["features"] == []


@pytest.mark.parametrize("state", HIDDEN_TRAITS)
def test_never_of_a_host_who_is_not_public(client, state):
    VisitFactory(starts_at=EIGHTH, ambassadeur=AmbassadeurFactory(**{state: True}))
    assert titles(client) == []


def test_an_event_cancelled_over_or_in_draft_is_not_listed(client):
    webinar(is_cancelled=True)
    webinar(slug="passe", starts_at=NOON - timedelta(hours=3), ends_at=NOON)
    webinar(slug="brouillon").unpublish()
    assert titles(client) == []


def test_a_full_visit_says_that_one_may_wait(client):
    visit = visit_of(places=1)
    BookingFactory(visit=visit)
    assert "Complet : liste d’attente" in soup(client).main.text


def test_filters(client):
    visit_of()
    visit_of("À Dijon", _commune_id="21231", starts_at=datetime(2027, 1, 5, 17, tzinfo=UTC))
    webinar()
    make_event(
        title="En mairie",
        slug="en-mairie",
        starts_at=NOON + timedelta(days=90),
        ends_at=NOON + timedelta(days=91),
        place="Mairie",
    )
    expected = {
        "departement=38": ["Réunion en ligne", "Visite de « Les Tilleuls »"],
        "departement=21": ["Réunion en ligne", "Visite de « À Dijon »"],
        "mois=2026-12": ["Réunion en ligne", "Visite de « Les Tilleuls »"],
        "mois=2027-01": ["Visite de « À Dijon »"],
        "departement=21&mois=2026-12": ["Réunion en ligne"],
        "departement=75": ["Réunion en ligne"],
    }
    assert {query: titles(client, f"{AGENDA}?{query}") for query in expected} == expected
    in_file = {query: len(events_of(client, f"{FILE}?{query}")) for query in expected}
    assert in_file == {query: len(found) for query, found in expected.items()}


def test_the_visits_of_a_network(client):
    visit = visit_of()
    visit_of("Ailleurs")
    slug = visit.host.copropriete.reseau.slug
    assert titles(client, f"{AGENDA}?reseau={slug}") == ["Visite de « Les Tilleuls »"]
    chips = soup(client, f"{AGENDA}?reseau={slug}").select(".main a, .cu-chips a, a.fr-tag")
    assert any(link["href"] == AGENDA for link in chips)
    network = soup(client, visit.host.copropriete.reseau.get_absolute_url())
    assert network.select_one(f'a[href="{AGENDA}?reseau={slug}"]')


@pytest.mark.parametrize(
    "query", ["departement=%00", "reseau=inconnu", "mois=2020-01", "mois=hier"]
)
def test_a_filter_that_cannot_be_read_is_said_and_left_out(client, query):
    visit_of()
    page = soup(client, f"{AGENDA}?{query}")
    assert page.select_one(".fr-error-text")
    assert page.select_one("details.vi-fold").has_attr("open")
    assert len(page.select(".cu-card")) == 1
    # A file shows no error: it is never wider than asked, and the page offers none.
    file, places = client.get(f"{FILE}?{query}"), client.get(f"{MAP}?{query}")
    assert (file.status_code, file.text.count("BEGIN:VEVENT")) == (422, 0)
    assert (places.status_code, places.json()["features"]) == (422, [])
    assert page.select_one('[href*="agenda.ics"], [data-source]') is None


def test_nothing_to_come_says_what_to_do(client):
    page = soup(client)
    assert page.select_one('.cu-empty a[href="/ambassadeurs/?visites=on"]')
    page = soup(client, f"{AGENDA}?mois=2027-01")
    assert page.select_one(f'.cu-empty a[href="{AGENDA}"]')


def test_twenty_four_a_page(client):
    for number in range(25):
        visit_of(f"N° {number}", starts_at=EIGHTH + timedelta(hours=number))
    assert len(titles(client)) == 24
    assert len(titles(client, f"{AGENDA}?page=2")) == 1
    assert len(titles(client, f"{AGENDA}?page=zéro")) == 24


def test_the_file_holds_each_with_its_commune_alone(client):
    visit_of()
    webinar(registers_here=True)
    event, visit = events_of(client)
    assert (str(visit["summary"]), str(visit["location"])) == (
        "Visite de la chaufferie : Les Tilleuls",
        "Grenoble",
    )
    assert visit.decoded("dtstart") == EIGHTH
    assert event["uid"].startswith("rendez-vous-")
    # The address of a room with places is for who has one.
    assert "exemple.fr" not in str(event["location"])
    assert client.get(FILE)["Content-Type"].startswith("text/calendar")


def test_the_map_shows_the_public_cell_else_the_commune(client):
    celled = visit_of(_public_latitude=45.19, _public_longitude=5.74)
    Copropriete.objects.filter(pk=celled.host.copropriete_id).update(
        latitude=45.1912, longitude=5.7434
    )
    visit_of("Sans quartier")
    commune = celled.commune
    points = {
        tuple(one["geometry"]["coordinates"]): [
            place["name"] for place in one["properties"]["places"]
        ]
        for one in client.get(MAP).json()["features"]
    }
    assert points == {
        (5.74, 45.19): ["Les Tilleuls, 8 déc."],
        (commune.longitude, commune.latitude): ["Sans quartier, 8 déc."],
    }


def test_the_page_is_kept_and_made_again_when_a_visit_changes(
    client, django_capture_on_commit_callbacks
):
    visit = visit_of()
    assert "2 places libres" in client.get(AGENDA).text
    with django_capture_on_commit_callbacks(execute=True):
        book_visit(actor=UserFactory(), visit=visit)
    assert "1 place libre" in client.get(AGENDA).text
    with django_capture_on_commit_callbacks(execute=True):
        cancel_visit(actor=visit.host.user, visit=visit)
    assert titles(client) == []


@pytest.mark.parametrize("rows", [1, 12])
def test_the_page_costs_the_same_whatever_there_is(client, django_assert_max_num_queries, rows):
    for number in range(rows):
        visit_of(f"N° {number}")
    webinar()
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    client.get(AGENDA)
    # Session, user, memberships, notifications; départements, networks, count, keys, visits,
    # events, and what pages of editors ask.
    with django_assert_max_num_queries(13):
        client.get(AGENDA)


def test_the_card_of_an_ambassador_says_the_next_visit(client):
    visit = visit_of()
    VisitFactory(ambassadeur=visit.host, starts_at=EIGHTH + timedelta(days=9))
    card = soup(client, "/ambassadeurs/").select_one(".co-card__visit")
    assert card.get_text(strip=True) == "Visite le8 déc."
    cancel_visit(actor=visit.host.user, visit=visit)
    assert "17 déc." in client.get("/ambassadeurs/?energie=").text


def test_it_is_in_the_menu_the_site_map_and_the_guides(client):
    make_site()
    home = soup(client, "/")
    assert home.select_one(f'#navigation a[href="{AGENDA}"]')
    assert soup(client, "/plan-du-site/").select_one(f'main a[href="{AGENDA}"]')
    assert soup(client, "/guides/").select_one(f'main a[href="{AGENDA}"]')
