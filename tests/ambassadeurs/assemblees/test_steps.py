"""The date acts: a hundred days before, a month before, the day after, a week later; once each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from ambassadeurs.assemblees import services
from ambassadeurs.assemblees.dossier.services import save_numbers
from ambassadeurs.assemblees.enums import Result, State
from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.coproprietes.projects.services import leave_building
from ambassadeurs.demandes.enums import DeskStatus
from communaute.notifications.catalogue import Channel
from communaute.notifications.models import Mail, Preference
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import FAILED, stop, tick
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

from .factories import AssembleeFactory, project_of

pytestmark = pytest.mark.django_db


def at(day, hour=11, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def told(monkeypatch, moment):
    """What is told at this moment, when the clock passes twice."""
    stop(monkeypatch, moment)
    before = set(Mail.objects.values_list("pk", flat=True))
    for _ in range(2):
        assert not tick(moment, "assemblees").get(FAILED)
    new = Mail.objects.exclude(pk__in=before).order_by("pk")
    return [mail.kind.removeprefix("assemblees.") for mail in new]


# Around each day that counts; and now and then in the whole year.
TURNS = [day for turn in (-100, -30, 1, 8, 60) for day in range(turn - 2, turn + 3)]
YEAR = sorted({*TURNS, *range(-200, 165, 9)})


@pytest.mark.parametrize(
    ("held_on", "days"),
    [
        # Across 29 February; on it; on the day the hour changes, in spring and in autumn.
        (date(2028, 3, 5), YEAR),
        (date(2028, 2, 29), TURNS),
        (date(2027, 3, 28), TURNS),
        (date(2027, 10, 31), TURNS),
    ],
)
def test_a_year_of_days_each_message_once(user, monkeypatch, held_on, days):
    stop(monkeypatch, at(held_on - timedelta(days=200)))
    services.plan(actor=user, copropriete=project_of(user), held_on=held_on)
    found = {}
    for number in days:
        if kinds := told(monkeypatch, at(held_on + timedelta(days=number))):
            found[number] = kinds
    assert found == {-100: ["no_offer"], -30: ["soon"], 1: ["asked"], 8: ["asked"]}


@pytest.mark.parametrize(
    ("held_on", "before", "after"),
    [
        # Winter, then the night when the hour goes forward, then back: midnight is that of Paris.
        (date(2027, 1, 12), (22, 59), (23, 0)),
        (date(2027, 3, 28), (21, 59), (22, 0)),
        (date(2027, 10, 31), (22, 59), (23, 0)),
    ],
)
def test_the_day_after_begins_at_midnight_in_paris(user, monkeypatch, held_on, before, after):
    AssembleeFactory(copropriete=project_of(user), held_on=held_on, notices=2)
    assert told(monkeypatch, at(held_on, *before)) == []
    assert told(monkeypatch, at(held_on, *after)) == ["asked"]


def days_before(monkeypatch, number, user, **fields):
    """An assembly that this member has in so many days, planned long before."""
    held_on = date(2027, 6, 15)
    stop(monkeypatch, at(held_on - timedelta(days=300)))
    building = project_of(user, name="Le Parc", **fields)
    services.plan(actor=user, copropriete=building, held_on=held_on)
    return building, at(held_on - timedelta(days=number))


@pytest.mark.parametrize("status", [DeskStatus.PROPOSITION, DeskStatus.VOTE])
def test_with_an_offer_nobody_is_told_that_it_lacks(user, monkeypatch, status):
    building, moment = days_before(monkeypatch, 100, user)
    DemandeFactory(exploitant=True, copropriete=building, desk_status=status)
    assert told(monkeypatch, moment) == []
    assert told(monkeypatch, moment + timedelta(days=70)) == ["soon"]


def test_an_offer_told_in_the_dossier_does_not_lack(user, monkeypatch):
    building, moment = days_before(monkeypatch, 100, user)
    one = Assemblee.objects.get(copropriete=building)
    save_numbers(actor=user, assemblee=one, numbers={"offer_on": date(2026, 11, 28)})
    assert told(monkeypatch, moment) == []


def test_an_operator_who_only_studies_it_sent_no_offer(user, monkeypatch):
    building, moment = days_before(monkeypatch, 100, user)
    DemandeFactory(exploitant=True, copropriete=building, desk_status=DeskStatus.RECONTACTE)
    assert told(monkeypatch, moment) == ["no_offer"]


def test_a_date_given_late_is_not_told_what_the_page_says_already(user, monkeypatch):
    held_on = date(2027, 6, 15)
    moment = at(held_on - timedelta(days=100))
    stop(monkeypatch, moment)
    services.plan(actor=user, copropriete=project_of(user), held_on=held_on)
    assert told(monkeypatch, moment) == []
    assert told(monkeypatch, at(held_on - timedelta(days=30))) == ["soon"]


def test_a_clock_that_was_stopped_tells_the_last_one_only(user, monkeypatch):
    _, moment = days_before(monkeypatch, 20, user)
    assert told(monkeypatch, moment) == ["soon"]
    assert told(monkeypatch, moment + timedelta(days=40)) == ["asked"]
    assert told(monkeypatch, moment + timedelta(days=41)) == []


def test_long_after_nobody_is_asked(user, monkeypatch):
    held_on = date(2027, 6, 15)
    AssembleeFactory(copropriete=project_of(user), held_on=held_on, notices=2)
    assert told(monkeypatch, at(held_on + timedelta(days=61))) == []
    assert told(monkeypatch, at(held_on + timedelta(days=60))) == ["asked"]


def test_answered_it_is_not_asked_again(user, monkeypatch):
    _, moment = days_before(monkeypatch, -1, user)
    assert told(monkeypatch, moment) == ["asked"]
    services.tell_result(actor=user, assemblee=Assemblee.objects.get(), result=Result.PUT_OFF)
    assert told(monkeypatch, moment + timedelta(days=7)) == []
    # Nor does the mail that waited for the morning leave.
    assert sent_mails() == []


def test_moved_its_messages_follow_the_new_date(user, monkeypatch):
    building, moment = days_before(monkeypatch, 30, user)
    assert told(monkeypatch, moment) == ["soon"]
    later = date(2027, 10, 15)
    services.plan(actor=user, copropriete=building, held_on=later)
    assert sent_mails() == []
    assert told(monkeypatch, at(later - timedelta(days=100))) == ["no_offer"]
    assert told(monkeypatch, at(later - timedelta(days=30))) == ["soon"]


def test_cancelled_nothing_is_told(user, monkeypatch):
    building, moment = days_before(monkeypatch, 30, user)
    services.plan(actor=user, copropriete=building, held_on=None)
    assert Assemblee.objects.get().state == State.CANCELLED
    assert told(monkeypatch, moment) == []


def test_a_new_date_leaves_the_past_one_to_tell_of(user, monkeypatch):
    building, moment = days_before(monkeypatch, -1, user)
    stop(monkeypatch, moment)
    services.plan(actor=user, copropriete=building, held_on=date(2028, 6, 15))
    assert told(monkeypatch, moment) == ["asked"]


def test_a_connected_building_is_left_alone(user, monkeypatch):
    building, moment = days_before(monkeypatch, 30, user)
    building.reseau = DemandeFactory(exploitant=True).reseau
    building.connected_year = 2027
    building.save()
    assert told(monkeypatch, moment) == []


def test_every_member_is_told_who_is_still_there(user, monkeypatch):
    building, moment = days_before(monkeypatch, 30, user)
    other, left = UserFactory(), UserFactory()
    for one in (other, left):
        building.memberships.create(user=one)
    assert told(monkeypatch, moment) == ["soon"] * 3
    leave_building(actor=left, copropriete=building)
    assert {to for one in sent_mails() for to in one.to} == {user.email, other.email}
    assert "Le Parc : l’assemblée est le 15 juin" in {one.subject for one in sent_mails()}


def test_the_mail_leads_to_the_two_clicks(client, user, monkeypatch):
    _, moment = days_before(monkeypatch, -1, user)
    told(monkeypatch, moment)
    row = Assemblee.objects.get()
    mail = sent_mails()[-1]
    address = f"/mon-compte/copropriete/{row.copropriete_id}/assemblee/{row.pk}/resultat/"
    assert "comment s’est passée l’assemblée" in mail.subject
    assert address in mail.body
    client.force_login(user)
    assert client.post(address, {"result": "second_vote"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, timezone.localdate(row.told_at)) == (State.HELD, date(2027, 6, 16))


@pytest.mark.parametrize("kind", ["no_offer", "soon", "asked"])
def test_each_may_be_turned_off(user, monkeypatch, kind):
    number = {"no_offer": 100, "soon": 30, "asked": -1}[kind]
    _, moment = days_before(monkeypatch, number, user)
    Preference.objects.create(user=user, kind=f"assemblees.{kind}", site=False, mail=Channel.NONE)
    assert told(monkeypatch, moment) == []
