"""What people and agencies read of a visit that was changed: what changed, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.models import Visit
from tests.communaute.comptes.factories import UserFactory

from .factories import BookingFactory, VisitFactory
from .test_services import HOUR, START, change, visit_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "title", "said"),
    [
        (
            {"starts_at": START + HOUR},
            "passe au samedi 12 septembre à 11\u00a0h",
            ["Elle était prévue samedi 12 septembre à 10\u00a0h. Elle a lieu samedi"],
        ),
        (
            {"minutes": 90},
            "dure maintenant 90 minutes",
            ["Elle dure 90 minutes, au lieu de 60."],
        ),
        (
            {"minutes": 90, "places": 5, "language": "anglais"},
            "dure maintenant 90 minutes",
            ["au lieu de 60", "5 places, au lieu de 6", "anglais, au lieu de français"],
        ),
        (
            {"meeting_point": "Rue Cachée"},
            "change de lieu de rendez-vous",
            ["Le lieu de rendez-vous n’est plus le même"],
        ),
        (
            {"meeting_point": "Rue Cachée", "minutes": 90},
            "a changé",
            ["Le lieu de rendez-vous n’est plus le même", "au lieu de 60"],
        ),
        (
            {"meeting_point": ""},
            "a changé",
            ["n’est plus celui qui était indiqué ; le nouveau n’est pas encore connu."],
        ),
    ],
)
def test_what_changed_is_told_from_what_to_what_and_nothing_else(fields, title, said):
    booking = BookingFactory(
        visit=visit_at(places=6, minutes=60, meeting_point="Ici", language="français")
    )
    change(booking.visit, now=START - 4 * HOUR, **fields)
    told = booking.user.notifications.get()
    assert told.title.endswith(title)
    assert all(words in told.body for words in said)
    changed = {
        "starts_at": "était prévue" in told.body,
        "minutes": "minutes" in told.body,
        "places": "places" in told.body,
        "language": "Langue" in told.body,
    }
    assert {name for name, is_told in changed.items() if is_told} == fields.keys() - {
        "meeting_point"
    }
    is_moved = "starts_at" in fields
    assert ("septembre" in told.title + told.body) == is_moved
    assert ("l’ancienne date" in told.body) == is_moved
    assert "Cachée" not in told.title + told.body


def test_whoever_waits_for_a_place_is_told_of_the_new_day_too():
    visit = visit_at(places=1, meeting_point="Ici")
    BookingFactory(visit=visit)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    change(visit, now=START - 4 * HOUR, meeting_point="Rue Cachée")
    assert not waiting.user.notifications.exists()
    change(visit, now=START - 4 * HOUR, starts_at=START + HOUR)
    told = waiting.user.notifications.get()
    assert told.title.endswith("passe au samedi 12 septembre à 11\u00a0h")
    assert "Vous êtes toujours sur la liste d’attente" in told.body
    assert "agenda" not in told.body
    assert "rendez-vous" not in told.body


def test_a_place_free_at_the_new_time_is_told_once():
    visit = visit_at(places=1)
    BookingFactory(visit=visit)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    change(visit, now=START - 4 * HOUR, starts_at=START + HOUR, places=2)
    told = waiting.user.notifications.get()
    assert told.kind == "visites.promoted"
    assert "Elle était prévue samedi 12 septembre à 10\u00a0h." in told.body


def test_a_first_place_given_late_is_not_said_to_be_another_one():
    booking = BookingFactory(visit=visit_at(meeting_point=""))
    change(booking.visit, meeting_point="Rue Cachée", now=START - 4 * HOUR)
    assert "est maintenant indiqué" in booking.user.notifications.get().body


def test_the_agency_is_not_told_of_a_date_when_the_duration_alone_changed():
    adviser, visit = UserFactory(agence=True), visit_at(adviser_invited=True, minutes=60)
    change(visit, minutes=90)
    told = adviser.notifications.get().title
    assert told.startswith("La visite où un conseiller est invité dure maintenant 90 minutes")


def test_a_page_of_before_does_not_move_the_visit_back(client):
    visit = VisitFactory()
    client.force_login(visit.host.user)
    address = f"{visit.get_absolute_url()}modifier/"
    old = client.get(address).context["form"].initial
    Visit.objects.filter(pk=visit.pk).update(
        starts_at=visit.starts_at + timedelta(days=2), sequence=visit.sequence + 1
    )
    data = old | {"day": f"{old['day']:%Y-%m-%d}", "at": f"{old['at']:%H:%M}"}

    page = client.post(address, {name: value for name, value in data.items() if value is not None})

    assert page.status_code == 409
    assert "modifiée entre-temps" in page.text
    visit.refresh_from_db()
    assert visit.sequence == page.context["form"].data["sequence"]


def test_a_visit_cancelled_in_another_tab_gives_the_word_back(client):
    visit = VisitFactory()
    client.force_login(visit.host.user)
    address = f"{visit.get_absolute_url()}annuler/"
    page = client.post(address, {"note": ""}, follow=True).text
    assert "La visite est annulée." in page
    assert "Proposer une autre date" in page
    again = client.post(address, {"note": ""}, follow=True)
    assert again.redirect_chain == [(visit.get_absolute_url(), 302)]
    assert "Cette visite est déjà annulée." in again.text
    kept = client.post(address, {"note": "Je suis malade."})
    assert (kept.status_code, "Je suis malade." in kept.text) == (409, True)


def test_a_visit_that_begins_meanwhile_gives_the_word_back(client):
    visit = VisitFactory(starts_at=timezone.now() - HOUR / 4)
    client.force_login(visit.host.user)
    address = f"{visit.get_absolute_url()}annuler/"
    kept = client.post(address, {"note": "Je suis malade."})
    assert (kept.status_code, "Je suis malade." in kept.text) == (409, True)
    assert "a déjà commencé" in kept.text
    silent = client.post(address, {"note": ""}, follow=True)
    assert silent.redirect_chain == [(visit.get_absolute_url(), 302)]
    assert "a déjà commencé" in silent.text
