"""What people are told of an event that moves: once, by the clock, whatever the editors did."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.core.exceptions import ValidationError

from cms.event_registrations.enums import State
from cms.event_registrations.models import Registration
from cms.event_registrations.notify import KINDS, token_of
from cms.event_registrations.services import confirm, fill_places, give_up
from cms.pages.models import EventPage
from cms.pages.views import calendar_file
from communaute.notifications.models import Mail, Notification
from tests.clock import NOON, stop, tick
from tests.cms.factories import make_site
from tests.mails import leaves, says_now

from .factories import asked, change, joined, joined_by, link, make_open
from .test_attending import EMAIL, to

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Just after the start of an event of `make_open`.
AFTER = NOON + 10 * DAY + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


def test_nothing_is_told_of_other_words_of_a_draft_nor_of_what_was_cancelled_for_a_moment():
    event = make_open()
    joined(event)
    event = change(event, introduction="D’autres mots.", title="Un autre titre")
    assert not {name for name in tick(NOON, "events") if name.startswith("event_")}
    _cancel(event)
    event = change(event, is_cancelled=False)
    assert not {name for name in tick(NOON, "events") if name.startswith("event_")}
    event.starts_at += DAY
    event.ends_at += DAY
    event.save_revision()
    assert tick(NOON, "events")["event_changed"] == 0


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({"starts_at": NOON + 12 * DAY, "ends_at": NOON + 12 * DAY + HOUR}, "Nouvelle date"),
        ({"place": "Échirolles"}, "Changement"),
        ({"online_url": "https://salle.example/autre"}, "Changement"),
    ],
)
def test_what_moves_is_told_once_to_who_comes_or_waits(fields, subject):
    event = make_open(places=1, place="Grenoble")
    joined(event)
    joined(event, "b@exemple.test")
    asked(event, "c@exemple.test")
    change(event, **fields)
    assert tick(NOON, "events")["event_changed"] == 2
    assert tick(NOON, "events")["event_changed"] == 0
    [mail] = to(EMAIL, subject)
    assert "Vous avez une place" in mail.body
    [waiting] = to("b@exemple.test", subject)
    assert "liste d’attente" in waiting.body
    assert "salle.example" not in waiting.body
    assert not to("c@exemple.test", subject)


def _cancel(event):
    change(event, is_cancelled=True, cancellation_note="L’intervenante est souffrante.")


@pytest.mark.parametrize(
    ("gone", "note"),
    [
        (_cancel, True),
        (lambda event: event.unpublish(), False),
        (lambda event: event.delete(), False),
    ],
)
def test_cancelled_withdrawn_or_deleted_everybody_is_told_once(client, gone, note):
    event = make_open()
    row = joined(event)
    gone(event)
    assert tick(NOON, "events")["event_cancelled"] == 1
    assert tick(NOON, "events")["event_cancelled"] == 0
    [mail] = to(EMAIL, "Annulé")
    assert ("souffrante" in mail.body) == note
    row.refresh_from_db()
    page = client.get(mail_link(mail))
    assert page.status_code == 200
    assert "est annulé" in page.text
    assert ("souffrante" in page.text) == note
    # It is forgotten at its own term, without the event too.
    assert tick(row.told_ends_at + 30 * DAY, "events")["registrations_erased"] == 1


@pytest.mark.parametrize("gone", [lambda event: event.unpublish(), lambda event: event.delete()])
def test_a_page_that_goes_once_it_took_place_is_not_said_cancelled(client, monkeypatch, gone):
    event = make_open()
    page_of_it = link(joined(event))
    stop(monkeypatch, event.ends_at)
    gone(event)
    page = client.get(page_of_it).text
    assert "Ce rendez-vous est passé." in page
    assert "est annulé" not in page


def mail_link(mail):
    start = mail.body.index("/rendez-vous/inscription/")
    return mail.body[start:].split()[0]


def test_who_is_told_it_is_cancelled_is_told_when_it_is_not_any_more():
    event = make_open()
    joined(event)
    _cancel(event)
    tick(NOON, "events")
    change(event, is_cancelled=False, starts_at=event.starts_at + DAY, ends_at=event.ends_at + DAY)
    done = tick(NOON, "events")
    assert (done["event_restored"], done["event_changed"]) == (1, 0)
    assert to(EMAIL, "De nouveau prévu")
    assert tick(NOON, "events")["event_restored"] == 0


def test_a_cancelled_event_reminds_nobody_and_gives_no_place():
    event = make_open(places=1, starts_at=NOON + DAY)
    joined(event)
    joined(event, "b@exemple.test")
    Registration.objects.update(reminded_at=None)
    _cancel(event)
    EventPage.objects.filter(pk=event.pk).update(places=2)
    done = tick(NOON, "events")
    assert done["event_reminders"] == done["event_places_given"] == 0


def test_past_it_is_not_told_any_more():
    event = make_open(starts_at=NOON + HOUR)
    joined(event)
    _cancel(event)
    over = event.ends_at
    assert tick(over, "events")["event_cancelled"] == 0
    assert tick(over - timedelta(seconds=1), "events")["event_cancelled"] == 1


# A Saturday evening; the clocks go back the night before the Sunday.
BACK = datetime(2026, 10, 25, 8, tzinfo=UTC)
# The clocks go forward that night: a day of 23 hours.
FORTH = datetime(2026, 3, 29, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "from_there"),
    [
        # 9:00 in Paris is 7:00 UTC in summer, whatever hour the event has.
        (BACK, datetime(2026, 10, 24, 7, tzinfo=UTC)),
        (FORTH, datetime(2026, 3, 28, 8, tzinfo=UTC)),
        # At 23:30 in Paris too.
        (datetime(2026, 12, 3, 22, 30, tzinfo=UTC), datetime(2026, 12, 2, 8, tzinfo=UTC)),
    ],
)
def test_one_is_reminded_the_day_before_from_nine_in_paris(monkeypatch, starts_at, from_there):
    # Of the day that other tests begin on: they are not made again.
    make_site()
    stop(monkeypatch, from_there - 9 * DAY)
    joined(make_open(starts_at=starts_at))
    assert tick(from_there - timedelta(seconds=1), "events")["event_reminders"] == 0
    assert tick(from_there, "events")["event_reminders"] == 1
    assert tick(from_there, "events")["event_reminders"] == 0
    [mail] = to(EMAIL, "Rappel")
    local = {BACK: "9 h", FORTH: "9 h"}.get(starts_at, "23 h 30")
    assert mail.subject.replace("\u00a0", " ").endswith(f", {local}")


def test_neither_who_registers_the_day_before_nor_who_waits_is_reminded(now):
    joined(make_open(starts_at=now + DAY))
    assert tick(now + HOUR, "events")["event_reminders"] == 0
    event = make_open(places=1, starts_at=now + 3 * DAY)
    joined(event)
    joined(event, "b@exemple.test")
    assert tick(now + 2 * DAY, "events")["event_reminders"] == 1
    assert not to("b@exemple.test", "Rappel")


def test_an_event_that_moves_is_reminded_of_at_its_new_date(now):
    event = make_open(starts_at=now + 2 * DAY)
    joined(event)
    assert tick(now + DAY, "events")["event_reminders"] == 1
    change(event, starts_at=now + 9 * DAY, ends_at=now + 9 * DAY + HOUR)
    assert tick(now + DAY + HOUR, "events")["event_changed"] == 1
    assert tick(now + 8 * DAY, "events")["event_reminders"] == 1


def test_a_place_that_frees_the_day_before_is_given_and_after_the_start_is_not(now):
    event = make_open(places=1, starts_at=now + DAY)
    joined(event)
    joined(event, "b@exemple.test")
    EventPage.objects.filter(pk=event.pk).update(places=2)
    assert tick(event.starts_at, "events")["event_places_given"] == 0
    assert tick(event.starts_at - timedelta(seconds=1), "events")["event_places_given"] == 1
    row = Registration.objects.get(email="b@exemple.test")
    assert row.state == State.CONFIRMED
    assert row.reminded_at is not None


def test_an_account_reads_it_on_the_site_too_and_no_mail_leaves_once_it_gave_up(now):
    event = make_open(starts_at=now + 3 * DAY)
    row, other = joined_by(event=event), joined(event)
    change(event, place="Échirolles")
    assert tick(now, "events")["event_changed"] == 2
    told = Notification.objects.filter(user=row.user).values_list("kind", flat=True)
    assert {"events.registered", "events.changed"} <= set(told)
    Registration.objects.filter(pk=other.pk).delete()
    assert not to(EMAIL, "Changement")
    give_up(token=token_of(row))
    assert not Notification.objects.filter(user=row.user).exists()


def test_the_calendar_of_a_cancelled_event_takes_it_away(monkeypatch, now):
    event = make_open()

    def read(page):
        file = icalendar.Calendar.from_ical(calendar_file(page, online_url=""))
        return file, *file.walk("VEVENT")

    _, before = read(event)
    stop(monkeypatch, now + DAY)
    file, after = read(change(event, is_cancelled=True))
    assert (file["method"], after["status"]) == ("CANCEL", "CANCELLED")
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"registration_url": "https://ailleurs.example/"}, "registration_url"),
        ({"registration_closes_at": AFTER}, "registration_closes_at"),
        ({"expire_at": NOON + 10 * DAY}, "ends_at"),
        ({"places": 0}, "places"),
        ({"ends_at": NOON - DAY}, "ends_at"),
        ({"place": ""}, "place"),
    ],
)
def test_what_contradicts_itself_is_refused(fields, named):
    event = make_open()
    for name, value in fields.items():
        setattr(event, name, value)
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert list(refused.value.message_dict) == [named]


def test_a_mail_that_waits_does_not_tell_of_what_was_cancelled_or_moved_since():
    row = joined(make_open(place="Salle A"))
    context = {
        "registration": row.pk,
        "starts_at": row.told_starts_at,
        "ends_at": row.told_ends_at,
        "place": row.told_place,
        "online_url": row.told_online_url,
        "is_online": bool(row.told_online_url),
    }
    kind = {one.key: one for one in KINDS}
    held = {"events.registered", "events.promoted", "events.changed", "events.reminder"}
    assert all(kind[key].still_true(context) for key in held)
    assert not kind["events.cancelled"].still_true(context)

    # Moved since: a place is still told, where it is now; the change before the last is not.
    change(row.event, place="Salle B")
    assert kind["events.promoted"].still_true(context)
    assert kind["events.promoted"].current(context)["place"] == "Salle B"
    assert not kind["events.changed"].still_true(context)

    change(row.event, is_cancelled=True)
    assert not any(kind[key].still_true(context) for key in held)
    assert kind["events.cancelled"].still_true(context)


def test_a_change_is_told_to_who_waited_by_the_place_they_have_by_now():
    event = make_open(places=1, place="Salle A")
    first, second = joined(event), joined(event, "b@exemple.test")
    change(event, place="Salle B")
    tick(NOON, "events")
    changed = Mail.objects.get(kind="events.changed", email=second.email)
    waiting = Mail.objects.get(kind="events.waiting")
    assert leaves(changed) and leaves(waiting)
    assert "toujours sur la liste d’attente" in says_now(changed, "body")

    give_up(token=token_of(first))
    fill_places(pk=event.pk, now=NOON)
    assert not leaves(changed) and not leaves(waiting)
    said = says_now(Mail.objects.get(kind="events.promoted"), "body")
    assert "Salle B" in said
    assert event.online_url in said

    # Another day is told in any case: the mail of the place does not say that it moved.
    third = joined(event, "c@exemple.test")
    change(event, starts_at=event.starts_at + DAY, ends_at=event.ends_at + DAY)
    tick(NOON, "events")
    change(event, places=2)
    fill_places(pk=event.pk, now=NOON)
    moved = Mail.objects.get(kind="events.changed", email=third.email)
    assert leaves(moved)
    assert "Vous avez une place" in says_now(moved, "body")


def test_nobody_is_asked_to_confirm_a_place_at_what_was_cancelled_or_twice():
    event = make_open()
    row = asked(event)
    mail = Mail.objects.get(kind="events.confirm")
    assert leaves(mail)
    change(event, is_cancelled=True)
    assert not leaves(mail)
    change(event, is_cancelled=False)
    confirm(token=token_of(row))
    assert not leaves(mail)
