"""Days in France: the hour of Paris, working days (Monday to Friday without public holidays).

Public holidays: Code du travail, article L3133-1 (the eleven of metropolitan France). Easter:
the Gregorian algorithm known as Meeus/Jones/Butcher, valid for any year of that calendar.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import formats

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = 5
# Month and day: 1 January, 1 and 8 May, 14 July, 15 August, 1 and 11 November, 25 December.
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
# Easter Monday, Ascension, Whit Monday.
DAYS_AFTER_EASTER = (1, 39, 50)
_DAY_OF_MONTH = re.compile(r"(?<!\\)j")


def date_format(moment: date, form: str) -> str:
    """Django's own, with « 1er » for the first day of a month."""
    return str(formats.date_format(moment, first_of_month(moment, form)))


def first_of_month(moment: date, form: str) -> str:
    """The format of Django to write this day with: its `j` is « 1er » on a first."""
    return _DAY_OF_MONTH.sub(r"j\\e\\r", form) if moment.day == 1 else form


def days_after(moment: datetime, days: int) -> datetime:
    """The same hour of Paris, `days` days later, whatever the clocks did in between.

    An hour that the change to summer time skips becomes the next one that exists.
    """
    later = moment.astimezone(PARIS) + timedelta(days=days)
    return later.astimezone(UTC).astimezone(PARIS)


def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, over = divmod(century, 4)
    lunar = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - lunar + 15) % 30
    quarter, left = divmod(rest, 4)
    sunday = (32 + 2 * over + 2 * quarter - epact - left) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=32)
def public_holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of metropolitan France."""
    sunday = easter(year)
    fixed = {date(year, month, day) for month, day in FIXED}
    return frozenset(fixed | {sunday + timedelta(days=days) for days in DAYS_AFTER_EASTER})


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def add_working_days(moment: datetime, days: int) -> datetime:
    """The moment `days` working days later, at the same hour of Paris.

    The day of `moment` itself is not counted: from a Saturday, one working day is Monday.
    """
    due = moment.astimezone(PARIS)
    left = days
    while left:
        due += timedelta(days=1)
        if is_working_day(due.date()):
            left -= 1
    return due.astimezone(UTC).astimezone(PARIS)
