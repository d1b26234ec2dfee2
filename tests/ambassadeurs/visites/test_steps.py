"""The clock of visits, exactly at each edge, once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Visit
from ambassadeurs.visites.services import give_up, record_attendance
from communaute.moderation.enums import SanctionKind
from communaute.moderation.sanctions.services import confirm_proposal
from communaute.notifications import outbox
from communaute.notifications.models import Mail
from tests import clock
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import DAY, proposed, sanctioned
from tests.socle.test_ics import fields

from .acts import change
from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
SECOND = timedelta(seconds=1)
PLACE = "Devant le portail bleu"
START = datetime(2026, 9, 12, 10, 0, tzinfo=PARIS)


def tick(now):
    done = clock.tick(now, "visites")
    assert clock.FAILED not in done
    return done


def test_reminders_leave_48_hours_before_once_without_the_place():
    visit = VisitFactory(starts_at=START, places=1)
    booking = BookingFactory(visit=visit)
    BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    at = START - timedelta(hours=48)
    assert tick(at - SECOND) == {}
    assert tick(at) == {"visit_reminders": 1, "host_reminders": 1}
    assert tick(at) == {}
    told = booking.user.notifications.get()
    assert told.title == (
        f"Rappel : votre visite de « {visit.ambassadeur.copropriete.name} » "
        "a lieu samedi 12 septembre à 10\u00a0h"
    )
    assert "portail" not in told.title + told.body
    assert visit.ambassadeur.user.notifications.count() == 1


def test_48_hours_are_elapsed_hours_on_a_clock_change_night():
    # Sunday 25 October 2026, 10:00 in winter time: two days before is Friday 11:00.
    start = datetime(2026, 10, 25, 10, 0, tzinfo=PARIS)
    BookingFactory(visit=VisitFactory(starts_at=start))
    at = datetime(2026, 10, 23, 11, 0, tzinfo=PARIS)
    assert tick(at - SECOND) == {}
    assert tick(at)["visit_reminders"] == 1


def test_no_reminder_once_begun_or_cancelled():
    BookingFactory(visit=VisitFactory(starts_at=START))
    BookingFactory(
        visit=VisitFactory(starts_at=START + timedelta(hours=9), state=VisitState.CANCELLED)
    )
    assert "visit_reminders" not in tick(START)


def test_the_host_is_asked_who_came_when_it_ends():
    booking = BookingFactory(visit=VisitFactory(starts_at=START, minutes=45))
    end = START + timedelta(minutes=45)
    assert tick(end - SECOND) == {}
    assert tick(end) == {"outcomes_asked": 1}
    assert tick(end) == {}
    told = booking.visit.ambassadeur.user.notifications.get()
    assert told.title == "Votre visite du samedi 12 septembre à 10\u00a0h a-t-elle eu lieu ?"
    assert told.url == f"{booking.visit.get_absolute_url()}presences/"


@pytest.mark.parametrize("is_said", [False, True])
@pytest.mark.parametrize(
    ("state", "title", "why"),
    [
        (BookingState.REQUESTED, "n’a pas été confirmée", "L’accord n’a pas été donné avant."),
        (
            BookingState.WAITING_LIST,
            "s’est libérée pour vous à la",
            "libérée pour vous avant.",
        ),
    ],
)
def test_who_was_left_without_a_place_is_told_so_once(state, title, why, is_said):
    visit = VisitFactory(starts_at=START, minutes=45)
    left_out = BookingFactory(visit=visit, state=state)
    BookingFactory(visit=visit)
    end = START + timedelta(minutes=45)
    if is_said:
        record_attendance(actor=visit.author, visit=visit, present=set(), now=START)
    assert tick(end - SECOND) == {}
    asked = {} if is_said else {"outcomes_asked": 1}
    assert tick(end) == {"left_out_told": 1} | asked
    assert tick(end) == {}
    told = left_out.user.notifications.get()
    assert title in told.title
    assert why in told.body
    assert told.url == "/agenda/"


def test_nobody_is_left_out_of_a_visit_that_was_cancelled():
    visit = VisitFactory(starts_at=START, state=VisitState.CANCELLED)
    BookingFactory(visit=visit, state=BookingState.REQUESTED)
    assert tick(START + timedelta(hours=1)) == {}


@pytest.mark.parametrize("state", VisitState)
def test_meeting_points_are_erased_seven_days_after(state):
    visit = VisitFactory(starts_at=START, minutes=60, state=state)
    at = START + timedelta(days=7, minutes=60)
    tick(at - SECOND)
    visit.refresh_from_db()
    assert visit.meeting_point
    assert tick(at) == {"places_erased": 1}
    visit.refresh_from_db()
    assert visit.meeting_point == ""
    assert tick(at) == {}


def test_visits_of_a_host_who_left_are_cancelled_and_told():
    visit = VisitFactory(starts_at=START, ambassadeur__status=AmbassadeurStatus.WITHDRAWN)
    booking = BookingFactory(visit=visit)
    assert tick(START - timedelta(days=5)) == {"visits_cancelled": 1}
    told = booking.user.notifications.get()
    assert "est annulée" in told.title
    # Their page is gone with them.
    assert told.url == "/ambassadeurs/"
    assert tick(START - timedelta(days=5)) == {}


def test_the_place_of_a_closed_account_goes_to_who_waits_and_is_not_closing_theirs():
    visit = VisitFactory(starts_at=START, places=1)
    BookingFactory(visit=visit).user.delete()
    leaving = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    leaving.user.is_active = False
    leaving.user.save()
    assert tick(START - timedelta(days=6)) == {}
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    assert tick(START - timedelta(days=5)) == {"places_given": 1}
    for one, state in (
        (waiting, BookingState.CONFIRMED),
        (leaving, BookingState.WAITING_LIST),
    ):
        one.refresh_from_db()
        assert one.state == state
    assert tick(START - timedelta(days=5)) == {}


def test_a_place_given_two_days_before_is_told_once():
    visit = VisitFactory(starts_at=START, places=1, host_reminded_at=START)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    assert tick(START - timedelta(hours=48)) == {"places_given": 1}
    assert waiting.user.notifications.count() == 1


def one_day_before(monkeypatch, **visit):
    """A visit that begins in a day and a second, with a place that somebody holds."""
    visit = VisitFactory(starts_at=START, meeting_point=PLACE, **visit)
    now = START - timedelta(hours=24)
    clock.stop(monkeypatch, now)
    return visit, now


def test_the_place_is_sent_once_a_day_before_to_who_is_confirmed_only(monkeypatch, mailoutbox):
    visit, now = one_day_before(monkeypatch, places=2, host_reminded_at=START)
    booking = BookingFactory(visit=visit, reminded_at=START)
    for state in (BookingState.WAITING_LIST, BookingState.REQUESTED, BookingState.CANCELLED):
        BookingFactory(visit=visit, state=state)
    assert "places_sent" not in tick(now - SECOND)
    assert tick(now)["places_sent"] == 1
    assert "places_sent" not in tick(now)
    outbox.drain()
    [sent] = [one for one in mailoutbox if PLACE in one.body]
    assert sent.to == [booking.user.email]
    assert sent.subject.endswith("» : où venir samedi 12 septembre à 10\u00a0h")
    [file] = sent.message().iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("visite.ics", "text/calendar")
    assert fields(file.get_content().replace("\n", "\r\n").encode())["LOCATION"] == PLACE
    # The place is erased after the visit: no line nor row keeps it.
    told = booking.user.notifications.get(kind="visites.where")
    assert PLACE not in told.title + told.body
    assert PLACE not in str(Mail.objects.get(kind="visites.where").context)


def test_a_place_that_nobody_gave_yet_is_sent_once_it_is_given(monkeypatch, mailoutbox):
    visit, now = one_day_before(monkeypatch, host_reminded_at=START)
    BookingFactory(visit=visit, reminded_at=START)
    Visit.objects.update(meeting_point="")
    assert "places_sent" not in tick(now)
    Visit.objects.update(meeting_point=PLACE)
    assert tick(now + SECOND)["places_sent"] == 1


def test_another_place_is_sent_and_the_old_one_that_waited_is_not(monkeypatch, mailoutbox):
    visit, now = one_day_before(monkeypatch, host_reminded_at=START)
    booking = BookingFactory(visit=visit, reminded_at=START)
    tick(now)
    change(visit, meeting_point="12 rue des Lilas", now=now)
    assert tick(now + SECOND)["places_sent"] == 1
    outbox.drain()
    assert not [one for one in mailoutbox if PLACE in one.body]
    assert [one.to for one in mailoutbox if "12 rue des Lilas" in one.body][-1] == [
        booking.user.email
    ]


def test_who_gave_the_place_up_meanwhile_is_not_told_where(monkeypatch, mailoutbox):
    visit, now = one_day_before(monkeypatch, host_reminded_at=START)
    booking = BookingFactory(visit=visit, reminded_at=START)
    assert tick(now)["places_sent"] == 1
    give_up(actor=booking.user, visit=visit, now=now)
    outbox.drain()
    assert not [one for one in mailoutbox if PLACE in one.body]


def test_who_may_not_visit_has_no_place_meanwhile_and_has_one_when_the_measure_ends(monkeypatch):
    clock.stop(monkeypatch, START - timedelta(days=5))
    visit = VisitFactory(starts_at=START, places=2)
    kept, leaving = BookingFactory(visit=visit), BookingFactory(visit=visit)
    first, second = BookingFactory.create_batch(2, visit=visit, state=BookingState.WAITING_LIST)
    for one in (kept, first):
        sanctioned(SanctionKind.SUSPENSION, DAY, case=CaseFactory(content__author=one.user))
    give_up(actor=leaving.user, visit=visit)

    def states():
        return [one.state for one in visit.bookings.order_by("pk")]

    yes, no, waits = BookingState.CONFIRMED, BookingState.CANCELLED, BookingState.WAITING_LIST
    assert states() == [yes, no, waits, yes]
    give_up(actor=second.user, visit=visit)
    at = clock.stop(monkeypatch, START - timedelta(days=4, hours=1))
    assert "places_given" not in tick(at)
    at = clock.stop(monkeypatch, START - timedelta(days=3, hours=23))
    assert tick(at) == {"places_given": 1}
    assert states() == [yes, no, yes, no]


def test_who_moderation_closed_the_account_of_neither_visits_nor_hosts(monkeypatch):
    visit = VisitFactory(starts_at=START, places=1)
    booking = BookingFactory(visit=visit)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    hosted = VisitFactory(starts_at=START, ambassadeur__user=booking.user)
    at = START - timedelta(days=5)
    clock.stop(monkeypatch, at)
    sanctioned(SanctionKind.SUSPENSION, DAY, case=CaseFactory(content__author=booking.user))
    case, team = CaseFactory(content__author=booking.user), UserFactory(equipe=True)
    closing = proposed(case, team, SanctionKind.CLOSING, None)
    confirm_proposal(actor=UserFactory(equipe=True), proposal=closing)
    # It may be undone: nobody is told, nothing changes.
    assert tick(at) == {}
    at = clock.stop(monkeypatch, at + timedelta(minutes=6))
    assert tick(at) == {"visits_cancelled": 1, "places_taken_back": 1}
    assert tick(at) == {}
    hosted.refresh_from_db()
    assert hosted.state == VisitState.CANCELLED
    states = [BookingState.CANCELLED, BookingState.CONFIRMED]
    assert [one.state for one in visit.bookings.order_by("pk")] == states
    assert waiting.user.notifications.get().title.startswith("Une place est pour vous")
    told = visit.ambassadeur.user.notifications.get()
    assert f"{booking.user.public_name} ne viendra pas" in told.title
    # Nobody says that the person cancelled, nor why.
    assert told.body.startswith("Cette place est rendue. Sa place va à ")
    booking.refresh_from_db()
    assert not booking.cancelled_late
