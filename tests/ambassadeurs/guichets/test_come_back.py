"""« Relancer le… »: a day to come back to a demande, told once, gone once it is answered."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ambassadeurs.demandes.enums import DeskStatus, State
from ambassadeurs.demandes.errors import NotAllowed, ThreadClosed
from ambassadeurs.demandes.services.messages import close, post_message
from ambassadeurs.guichets.exploitant.services import change_status
from ambassadeurs.guichets.handling import services as handling
from communaute.notifications.models import Notification
from socle.scheduler.runner import run
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Paris"))
TODAY = NOON.date()
STEP = "guichets.come_back"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def tick(day):
    moment = datetime.combine(day, NOON.timetz())
    return run(moment, only=[STEP]).counts.get(STEP, 0)


def page(demande):
    return f"/exploitant/demandes/{demande.public_id}/relancer/"


@pytest.mark.parametrize(("days", "status"), [(0, 422), (1, 302), (365, 302), (366, 422)])
def test_a_day_to_come_within_a_year(desk_client, demande, days, status):
    day = TODAY + timedelta(days=days)
    answer = desk_client.post(page(demande), {"day": day.isoformat()})
    assert answer.status_code == status
    demande.refresh_from_db()
    assert demande.follow_up_on == (day if status == 302 else None)
    if status == 422:
        assert "Choisissez un jour à venir, dans 365\u00a0jours au plus" in answer.text
        assert day.isoformat() in answer.text


def test_what_is_no_day_is_said(desk_client, demande):
    nothing, wrong = (desk_client.post(page(demande), {"day": day}) for day in ("", "demain"))
    assert (nothing.status_code, wrong.status_code) == (422, 422)
    assert "Choisissez un jour." in nothing.text
    assert "écrivez une date qui existe" in wrong.text
    assert 'value="demain"' in wrong.text


def test_the_service_refuses_a_day_that_is_past_or_too_far(exploitant, demande, settings):
    settings.NUMBERS = {"guichets": {"follow_up_days": 30}}
    for days in (0, 31):
        with pytest.raises(handling.WrongDay):
            handling.come_back(actor=exploitant, demande=demande, day=TODAY + timedelta(days=days))
    handling.come_back(actor=exploitant, demande=demande, day=TODAY + timedelta(days=30))


def test_who_chooses_the_day_follows_the_demande_unless_somebody_does(exploitant, demande):
    colleague = MembershipFactory(organisation=demande.organisation).user
    day = TODAY + timedelta(days=3)
    assert handling.come_back(actor=exploitant, demande=demande, day=day).assigned_to == exploitant
    other = handling.come_back(actor=colleague, demande=demande, day=day + timedelta(days=1))
    assert other.assigned_to == exploitant


def test_the_day_is_told_once_to_who_follows_it(exploitant, demande):
    colleague = MembershipFactory(organisation=demande.organisation).user
    day = TODAY + timedelta(days=2)
    handling.come_back(actor=exploitant, demande=demande, day=day)
    handling.assign(actor=exploitant, demande=demande, colleague=colleague)
    Notification.objects.all().delete()
    assert tick(TODAY + timedelta(days=1)) == 0
    assert tick(day) == 1
    assert tick(day) == 0
    assert tick(day + timedelta(days=1)) == 0
    (told,) = Notification.objects.all()
    assert told.user == colleague
    assert told.url == f"/exploitant/demandes/{demande.public_id}/"
    assert "27 novembre 2026" in told.body
    # Another day is told in its turn.
    handling.come_back(actor=exploitant, demande=demande, day=TODAY + timedelta(days=9))
    assert tick(day) == 0
    assert tick(TODAY + timedelta(days=9)) == 1


def test_all_who_answer_are_told_when_nobody_follows_it_at_an_agency_too(
    exploitant, demande, agence
):
    MembershipFactory(organisation=demande.organisation)
    day = TODAY + timedelta(days=1)
    handling.come_back(actor=exploitant, demande=demande, day=day)
    handling.assign(actor=exploitant, demande=demande, colleague=None)
    advice = DemandeFactory(agence=True, organisation=agence.memberships.get().organisation)
    handling.come_back(actor=agence, demande=advice, day=day)
    assert tick(day) == 3


def answered(actor, demande):
    post_message(actor=actor, demande=demande, body="Bonjour.", submission_key=uuid.uuid4())


def closed(actor, demande):
    close(actor=demande.requester, demande=demande)


def over(actor, demande):
    change_status(actor=actor, demande=demande, status=DeskStatus.ABANDONNE)


def given_up(actor, demande):
    handling.forget_day(actor=actor, demande=demande)


@pytest.mark.parametrize("act", [answered, closed, over, given_up])
def test_an_answer_or_the_end_takes_the_day_away(exploitant, demande, act):
    day = TODAY + timedelta(days=1)
    handling.come_back(actor=exploitant, demande=demande, day=day)
    act(exploitant, demande)
    demande.refresh_from_db()
    assert demande.follow_up_on is None
    assert tick(day) == 0


def test_a_word_of_the_person_keeps_the_day(exploitant, demande):
    handling.come_back(actor=exploitant, demande=demande, day=TODAY + timedelta(days=1))
    answered(demande.requester, demande)
    demande.refresh_from_db()
    assert demande.follow_up_on == TODAY + timedelta(days=1)


def test_a_closed_exchange_has_no_day(exploitant, demande):
    demande.state = State.CLOSED
    demande.save()
    with pytest.raises(ThreadClosed):
        handling.come_back(actor=exploitant, demande=demande, day=TODAY + timedelta(days=1))


def test_others_choose_no_day(exploitant, agence, membre, desk_client):
    elsewhere = DemandeFactory(exploitant=True)
    advice, neighbour = DemandeFactory(agence=True), DemandeFactory()
    for actor in (exploitant, agence, membre, elsewhere.requester):
        for demande in (elsewhere, advice, neighbour):
            with pytest.raises(NotAllowed):
                handling.come_back(actor=actor, demande=demande, day=TODAY + timedelta(days=1))
            with pytest.raises(NotAllowed):
                handling.forget_day(actor=actor, demande=demande)
    typed = {"day": (TODAY + timedelta(days=1)).isoformat()}
    assert desk_client.post(page(elsewhere), typed).status_code == 404


def test_what_is_to_come_back_to_comes_in_its_order(desk_client, exploitant, operator):
    days = {"Demain": 1, "Aujourd’hui": 0, "Dans un mois": 30, "Jamais": None}
    for name, after in days.items():
        day = None if after is None else TODAY + timedelta(days=after)
        DemandeFactory(
            exploitant=True, organisation=operator, sent={"name": name}, follow_up_on=day
        )
    every = desk_client.get("/exploitant/")
    assert len(every.context["lines"]) == 4
    assert every.context["figures"].to_come_back == 1
    assert "1 demande à relancer aujourd’hui" in every.text
    found = desk_client.get("/exploitant/?etat=relancer").context["lines"]
    assert [line.title for line in found] == ["Aujourd’hui", "Demain", "Dans un mois"]
    assert [line.is_to_come_back for line in found] == [True, False, False]


def test_the_page_offers_the_day_and_takes_it_back(desk_client, demande):
    desk_client.post(page(demande), {"day": "2026-12-05"})
    shown = desk_client.get(f"/exploitant/demandes/{demande.public_id}/")
    assert "À relancer le 5 décembre 2026" in shown.text
    assert 'value="2026-12-05"' in shown.text
    desk_client.post(page(demande), {"ne_plus": "1", "day": ""})
    demande.refresh_from_db()
    assert demande.follow_up_on is None
