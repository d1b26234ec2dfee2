"""What an offer made again changes for people: no pause cut short, no request of theirs used."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.projects.services import leave_building
from ambassadeurs.demandes.errors import TooManyDemandes
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.demandes.services.demandes import reoffer
from ambassadeurs.demandes.starters import greet_anew
from socle.calendar import date_format
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.clock import tick
from tests.mails import mail_of, says_now

from .asking import ask, asker
from .factories import DemandeFactory

pytestmark = pytest.mark.django_db

ASKED = datetime(2026, 9, 7, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
OFFERED_AGAIN = ASKED + timedelta(days=14)
# Thirty days from the re-offer, the day of the pause included.
AUTOMATIC = date(2026, 10, 21)


@pytest.mark.parametrize(
    ("until", "after"),
    [
        (None, AUTOMATIC),
        (AUTOMATIC - timedelta(days=1), AUTOMATIC),
        (AUTOMATIC + timedelta(days=1), AUTOMATIC + timedelta(days=1)),
    ],
)
def test_a_longer_pause_is_not_cut_short(until, after):
    host = AmbassadeurFactory(paused_until=until)
    for _ in range(2):
        demande = DemandeFactory(ambassadeur=host, created_at=ASKED, last_act_at=ASKED)
        demande.messages.create(author=demande.requester, from_requester=True, body="Combien ?")

    tick(OFFERED_AGAIN, "demandes")

    host.refresh_from_db()
    assert host.paused_until == after
    told = host.user.notifications.filter(title__contains="en pause").get()
    assert f"{after.day} octobre 2026" in told.title


def offered_again(demande):
    """The request, given to another ambassador of the same network."""
    AmbassadeurFactory(copropriete__reseau=demande.reseau)
    renewed = reoffer(demande)
    assert renewed is not None and renewed.reoffered_from == demande
    return renewed


@pytest.mark.parametrize(
    ("text", "renewed"),
    [
        ("Bonjour Odile,\n\nEt l’hiver ?", "Bonjour Léa,\n\nEt l’hiver ?"),
        ("Bonsoir Odile,\nEt l’hiver ?", "Bonsoir Léa,\nEt l’hiver ?"),
        ("Merci Odile,\nEt l’hiver ?", "Merci Odile,\nEt l’hiver ?"),
        ("Bonjour,\nEt l’hiver ?", "Bonjour,\nEt l’hiver ?"),
    ],
)
def test_it_greets_who_is_asked_now(text, renewed):
    assert greet_anew(text, former="Odile", name="Léa") == renewed


def test_offers_made_again_do_not_count_in_the_week_of_the_person():
    user, building = asker()
    most = NUMBERS.demandes_a_week
    first = ask(user, building)
    offered_again(offered_again(first))
    for _ in range(most - 1):
        ask(user, building)

    with pytest.raises(TooManyDemandes):
        ask(user, building)

    assert Demande.objects.filter(requester=user).count() == most + 2


def test_a_request_offered_again_still_counts_once():
    user, building = asker()
    most = NUMBERS.demandes_a_week
    for _ in range(most):
        offered_again(ask(user, building))

    with pytest.raises(TooManyDemandes):
        ask(user, building)


def test_the_week_is_seven_days_to_the_second(monkeypatch):
    user, building = asker()
    most = NUMBERS.demandes_a_week
    for _ in range(most):
        ask(user, building)
    Demande.objects.update(created_at=ASKED, last_act_at=ASKED)

    monkeypatch.setattr(timezone, "now", lambda: ASKED + timedelta(days=7, seconds=-1))
    with pytest.raises(TooManyDemandes):
        ask(user, building)

    monkeypatch.setattr(timezone, "now", lambda: ASKED + timedelta(days=7))
    assert ask(user, building)


def test_a_request_whose_asker_left_the_building_is_offered_again_too():
    user, building = asker()
    first = ask(user, building)
    leave_building(actor=user, copropriete=building)
    first.refresh_from_db()
    assert first.copropriete is None
    near = AmbassadeurFactory(copropriete__commune=first.commune)
    AmbassadeurFactory(copropriete__commune_id="2A004")

    renewed = reoffer(first)

    assert renewed is not None
    assert (renewed.ambassadeur, renewed.copropriete) == (near, None)
    told = user.notifications.latest("pk")
    assert "Aucune autre" not in told.title + told.body


@pytest.mark.parametrize("days", [3, 7])
def test_who_is_offered_it_is_not_told_that_it_was_written_that_day(days):
    demande = DemandeFactory(created_at=ASKED, last_act_at=ASKED)
    demande.messages.create(author=demande.requester, from_requester=True, body="Combien ?")
    host = AmbassadeurFactory(copropriete__reseau=demande.reseau).user
    tick(OFFERED_AGAIN, "demandes")

    tick(OFFERED_AGAIN + timedelta(days=days), "demandes")

    reminder = host.notifications.latest("pk")
    assert "votre réponse, depuis le 21 septembre" in reminder.title
    assert "a écrit" not in reminder.title + reminder.body


def test_it_is_said_written_on_its_own_day_by_both_sides(client):
    user, building = asker()
    first = ask(user, building)
    first.messages.update(sent_at=ASKED)
    renewed = offered_again(offered_again(first))
    day = date_format(renewed.created_at, "j F Y")
    days = f"écrite le 7 septembre 2026, proposée le {day}"
    told = renewed.ambassadeur.user.notifications.get()
    assert told.title == "Une demande de Gérard M. vous est proposée"
    assert "a écrit à une autre copropriété, le 7 septembre 2026." in says_now(
        mail_of(told), "text"
    )
    for person, side in ((user, "envoyees"), (renewed.ambassadeur.user, "recues")):
        client.force_login(person)
        assert client.get(f"/mises-en-relation/?cote={side}").text.count(days) >= 1
        thread = client.get(renewed.get_absolute_url())
        assert days in thread.text
        assert '<time datetime="2026-09-07T10:00:00+0200">7 septembre 2026 à' in thread.text
        assert ("repris de votre première demande" in thread.text) == (person == user)
        assert thread.context["steps"][0].label == "Demande proposée"
