"""Working days and days of the clocks, on dates of the calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from socle.calendar import (
    add_working_days,
    days_after,
    in_short,
    is_working_day,
    months_after,
    public_holidays,
    working_days_between,
)

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1961, date(1961, 4, 2)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_monday_is_found_by_the_moon(year, sunday):
    assert sunday + timedelta(days=1) in public_holidays(year)
    assert sunday + timedelta(days=39) in public_holidays(year)
    assert sunday + timedelta(days=50) in public_holidays(year)


@pytest.mark.parametrize(
    ("departement", "day", "is_holiday"),
    [
        ("57", date(2026, 12, 26), True),
        ("67", date(2026, 12, 26), True),
        ("68", date(2026, 4, 3), True),
        ("88", date(2026, 4, 3), False),
        ("971", date(2026, 5, 27), True),
        ("972", date(2026, 5, 22), True),
        ("973", date(2026, 6, 10), True),
        ("974", date(2026, 12, 20), True),
        ("976", date(2026, 4, 27), True),
        ("38", date(2026, 12, 26), False),
        ("2A", date(2026, 7, 14), True),
        ("", date(2026, 4, 3), False),
    ],
)
def test_alsace_moselle_and_overseas_have_their_own(departement, day, is_holiday):
    assert (day in public_holidays(day.year, departement)) is is_holiday
    assert date(2026, 7, 14) in public_holidays(2026, departement)


def test_a_deadline_waits_for_the_holiday_of_the_place():
    thursday = datetime(2026, 4, 2, 10, 0, tzinfo=PARIS)
    assert add_working_days(thursday, 1).date() == date(2026, 4, 3)
    assert add_working_days(thursday, 1, "67").date() == date(2026, 4, 7)


def test_the_eleven_public_holidays_of_2026():
    assert sorted(f"{day:%m-%d}" for day in public_holidays(2026)) == [
        "01-01",
        "04-06",
        "05-01",
        "05-08",
        "05-14",
        "05-25",
        "07-14",
        "08-15",
        "11-01",
        "11-11",
        "12-25",
    ]


def test_saturdays_sundays_and_holidays_are_not_worked():
    assert is_working_day(date(2026, 11, 10))
    assert not is_working_day(date(2026, 11, 11))
    assert not is_working_day(date(2026, 11, 14))
    assert not is_working_day(date(2026, 11, 15))


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        # A plain week; a week with 11 November; Christmas and New Year; May.
        ((2026, 11, 2, 9, 30), (2026, 11, 9, 9, 30)),
        ((2026, 11, 9, 9, 30), (2026, 11, 17, 9, 30)),
        ((2026, 12, 24, 18, 0), (2027, 1, 4, 18, 0)),
        ((2026, 4, 30, 8, 0), (2026, 5, 11, 8, 0)),
        # From a Saturday, the first day is Monday.
        ((2026, 11, 14, 12, 0), (2026, 11, 20, 12, 0)),
        # Across the change to winter time: the same hour of Paris.
        ((2026, 10, 22, 9, 0), (2026, 10, 29, 9, 0)),
    ],
)
def test_five_working_days(asked, due):
    start, end = datetime(*asked, tzinfo=PARIS), datetime(*due, tzinfo=PARIS)
    assert add_working_days(start, 5) == end
    assert working_days_between(start, end) == 5
    assert working_days_between(start, end - timedelta(minutes=1)) == 4


def test_days_keep_the_hour_of_paris_on_clock_change_nights():
    winter = days_after(datetime(2026, 10, 22, 10, 0, tzinfo=PARIS), 3)
    assert winter.isoformat() == "2026-10-25T10:00:00+01:00"
    summer = days_after(datetime(2026, 3, 26, 10, 0, tzinfo=PARIS), 3)
    assert summer.isoformat() == "2026-03-29T10:00:00+02:00"
    # 2:30 does not exist that night: half past three.
    skipped = days_after(datetime(2026, 3, 26, 2, 30, tzinfo=PARIS), 3)
    assert skipped.isoformat() == "2026-03-29T03:30:00+02:00"


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "02/07/2026", "02/07/2026 à 0\xa0h\xa030"),
        (datetime(2026, 12, 1, 17, 0, tzinfo=UTC), "01/12/2026", "01/12/2026 à 18\xa0h"),
    ],
)
def test_a_moment_in_short_is_that_of_paris(moment, day, hour):
    assert in_short(moment) == day
    assert in_short(moment, hour=True) == hour


def test_months_after_the_end_of_a_long_month():
    assert months_after(datetime(2024, 2, 29), 24) == datetime(2026, 2, 28)
    assert months_after(datetime(2026, 12, 31), 2) == datetime(2027, 2, 28)
