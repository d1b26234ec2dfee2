"""The host of a visit is reminded at 48 hours; again when its date or its length changes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from communaute.comptes.models import User
from tests.clock import tick

from .acts import change
from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db

START = datetime(2026, 9, 12, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
TWO_DAYS = timedelta(hours=48)
SECOND = timedelta(seconds=1)


@pytest.fixture
def visit():
    slot = VisitFactory(starts_at=START, minutes=60, places=2)
    BookingFactory(visit=slot)
    return slot


def reminders(now: datetime) -> int:
    return tick(now, "visites").get("host_reminders", 0)


def test_who_closes_an_account_is_not_expected(visit):
    User.objects.filter(bookings__visit=visit).update(is_active=False)
    assert reminders(START - TWO_DAYS) == 0


def test_a_new_date_is_reminded_two_days_before_it(visit):
    reminded_at = START - TWO_DAYS
    assert reminders(reminded_at) == 1

    change(visit, now=reminded_at + SECOND, starts_at=START + timedelta(days=7))

    again = START + timedelta(days=7) - TWO_DAYS
    assert reminders(again - SECOND) == 0
    assert reminders(again) == 1
    assert reminders(again + SECOND) == 0


@pytest.mark.parametrize(
    ("changed", "again"),
    [({"minutes": 90}, 1), ({"places": 3, "meeting_point": "Devant l’école"}, 0)],
    ids=["a new length", "not the date"],
)
def test_a_new_length_is_reminded_too_and_nothing_else_twice(visit, changed, again):
    at = START - TWO_DAYS
    assert reminders(at) == 1

    change(visit, now=at + SECOND, **changed)

    assert reminders(at + 2 * SECOND) == again
