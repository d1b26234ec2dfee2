"""One mail a morning, with what is still worth telling; nothing at night but what is awaited."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from communaute.notifications import catalogue, outbox
from communaute.notifications.catalogue import DIGEST, Channel, Kind, Priority, kind_of
from communaute.notifications.channels import Ways, after_quiet
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox.bounces import note_refusal
from communaute.notifications.preferences.services import set_ways
from communaute.notifications.services import mark_thread_read, tell, withdraw
from communaute.notifications.steps import KIND
from communaute.notifications.words import in_the_morning
from socle.scheduler.runner import run
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory

# A Wednesday; seven in Paris is six in UTC.
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
MORNING = datetime(2026, 11, 26, 6, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 6, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """`clock(moment)` sets the time of the whole service."""
    stop(monkeypatch, NOON)
    return partial(stop, monkeypatch)


@pytest.fixture
def person(own_kinds, clock):
    catalogue.register_kinds(KIND)
    person = UserFactory(email="monique@example.org")
    set_ways(actor=person, ways={"essai.reponse": Ways(site=True, mail=Channel.DAILY)})
    return person


def morning(clock, when=MORNING):
    clock(when)
    run(when, only=["notifications.gather"])
    return outbox.drain()


def states():
    return sorted(Mail.objects.exclude(kind=DIGEST).values_list("state", flat=True))


def test_one_mail_gathers_all_by_thread_and_once(person, say, clock, mailoutbox):
    for number in range(3):
        say(person, key=f"reponse-{number}", thread=f"question-{number % 2}")
    assert outbox.drain() == {}
    assert morning(clock, MORNING - timedelta(seconds=1)) == {}

    assert morning(clock) == {"sent": 1}
    [message] = mailoutbox
    assert message.to == ["monique@example.org"]
    assert message.subject == "L’ALEC a répondu à « Quel coût ? », et 2 autres nouvelles"
    html = message.alternatives[0].content
    for part in (message.body, html):
        assert part.count("https://chauffage.example/communaute/#reponse-1") == 3
        assert "« Mille euros »" in part
    assert html.count("<ul>") == 2
    assert states() == [MailState.GATHERED] * 3
    assert not Mail.objects.exclude(context={}).exists()

    # Again, later the same day: nothing.
    say(person, key="reponse-9")
    for hours in (0, 1, 23):
        assert morning(clock, MORNING + timedelta(hours=hours)) == {}
    clock(MORNING + timedelta(days=1, hours=-1))
    assert morning(clock, MORNING + timedelta(days=1)) == {"sent": 1}


def test_the_weekly_ones_come_with_the_daily_ones_on_monday(person, say, clock, mailoutbox):
    set_ways(actor=person, ways={"essai.site": Ways(site=True, mail=Channel.WEEKLY)})
    tell("essai.site", to=person, key="merci", context={"author": "Léa"})
    assert morning(clock) == {}
    clock(MONDAY - timedelta(hours=12))
    say(person)
    assert morning(clock, MONDAY) == {"sent": 1}
    [message] = mailoutbox
    assert "Merci Léa" in message.body
    assert "L’ALEC a répondu" in message.body


def _read(person, monkeypatch):
    for told in Notification.objects.all():
        mark_thread_read(actor=person, thread=told.thread)


def _hidden(person, monkeypatch):
    withdraw(key="reponse-1")


def _stopped(person, monkeypatch):
    set_ways(actor=person, ways={"essai.reponse": Ways(site=True, mail=Channel.NONE)})


def _left(person, monkeypatch):
    type(person).objects.filter(pk=person.pk).update(is_active=False)


def _change(monkeypatch, **fields):
    from dataclasses import replace

    kind = replace(kind_of("essai.reponse"), **fields)
    monkeypatch.setitem(catalogue._KINDS, kind.key, kind)


def _unseen(person, monkeypatch):
    _change(monkeypatch, visible_to=lambda user, context: user.pk != person.pk)


def _untrue(person, monkeypatch):
    _change(monkeypatch, still_true=lambda context: context["author"] != "L’ALEC")


@pytest.mark.parametrize("happens", [_read, _hidden, _stopped, _left, _unseen, _untrue])
@pytest.mark.parametrize("is_late", [False, True])
def test_nothing_stale_leaves_and_no_empty_mail(
    person, say, clock, mailoutbox, monkeypatch, happens, is_late
):
    """Even when it happens between the writing of the mail and its leaving."""
    say(person)
    clock(MORNING)
    if is_late:
        run(MORNING, only=["notifications.gather"])
    happens(person, monkeypatch)
    run(MORNING, only=["notifications.gather"])
    outbox.drain()
    assert mailoutbox == []
    assert MailState.SENT not in states()
    later = MORNING + timedelta(days=1)
    assert morning(clock, later) in ({}, {"dropped": 1})
    assert MailState.HELD not in states()


@pytest.mark.parametrize(
    ("lines", "more"), [(20, ""), (21, "Et une autre nouvelle"), (23, "Et 3 ")]
)
def test_twenty_lines_then_a_count(person, say, clock, mailoutbox, lines, more):
    for number in range(lines):
        say(person, key=f"reponse-{number}")
    morning(clock)
    [message] = mailoutbox
    assert message.body.count("#reponse-1") == 20
    assert more in message.body
    assert ("à lire sur le site." in message.body) == bool(more)


def test_a_server_that_is_down_for_a_day_gathers_once(person, say, clock, port, monkeypatch):
    say(person)
    assert morning(clock) == {"retried": 1}
    clock(MORNING + timedelta(hours=3))
    say(person, key="reponse-2")
    next_day = MORNING + timedelta(days=1)
    clock(next_day)
    run(next_day, only=["notifications.gather"])
    assert Mail.objects.filter(kind=DIGEST).count() == 1


def test_who_stops_the_mail_that_gathers_gets_none(person, say, clock, mailoutbox):
    say(person)
    set_ways(actor=person, ways={DIGEST: Ways(site=False, mail=Channel.NONE)})
    assert say(person, key="reponse-2").mail is None
    assert morning(clock) == {}
    assert states() == [MailState.WITHDRAWN]


def test_what_waited_for_a_mail_that_was_stopped_does_not_wait_for_another(person, say, clock):
    say(person)
    note_refusal(email=person.email, hard=True)
    note_refusal(email=person.email, hard=True)
    assert morning(clock) == {"dropped": 1}
    assert states() == [MailState.GATHERED]


# --- At night -----------------------------------------------------------------------------------


def test_the_night_is_quiet():
    kind = Kind(key="essai.x", label="", who="", when="")
    code = Kind(key="essai.y", label="", who="", when="", priority=Priority.CODE)
    awaited = Kind(key="essai.z", label="", who="", when="", at_night=True)
    evening, summer = (datetime(*day, tzinfo=UTC) for day in ((2026, 11, 25, 20), (2026, 7, 1, 19)))
    second = timedelta(seconds=1)
    leaves = {
        evening - second: evening - second,  # 20:59:59 in Paris
        evening: MORNING,
        MORNING - second: MORNING,
        MORNING: MORNING,
        # The nights when the clocks change.
        datetime(2026, 10, 24, 19, tzinfo=UTC): datetime(2026, 10, 25, 6, tzinfo=UTC),
        datetime(2027, 3, 27, 20, tzinfo=UTC): datetime(2027, 3, 28, 5, tzinfo=UTC),
        summer - second: summer - second,
        summer: datetime(2026, 7, 2, 5, tzinfo=UTC),
    }
    assert {now: after_quiet(kind, now) for now in leaves} == leaves
    for other in (code, awaited):
        assert {now: after_quiet(other, now) for now in leaves} == {now: now for now in leaves}


def test_what_is_told_at_night_or_late_in_the_evening_leaves_in_the_morning(say, clock, mailoutbox):
    mail = say(UserFactory()).mail
    clock(datetime(2026, 11, 25, 20, tzinfo=UTC))
    assert outbox.drain() == {"held": 1}
    mail.refresh_from_db()
    assert (mail.planned_at, mail.attempts, mail.state) == (MORNING, 0, MailState.WAITING)
    clock(datetime(2026, 11, 25, 22, tzinfo=UTC))
    say(UserFactory())
    tell("essai.code", to="a@example.org", key="c", context={"code": "12", "at": NOON})
    assert outbox.drain() == {"sent": 1}
    # Those who say that it leaves say when.
    assert in_the_morning("essai.reponse") == " à 7 h"
    assert in_the_morning("essai.code") == ""
    clock(MORNING)
    assert in_the_morning("essai.reponse") == ""
    assert outbox.drain() == {"sent": 2}
