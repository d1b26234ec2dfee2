"""Days in France: the hour of Paris, working days (Monday to Friday without public holidays).

Public holidays are the eleven of the Code du travail (L3133-1), the two more of Alsace-Moselle
(L3134-13), those of the abolition of slavery overseas (L3422-2) and what Guadeloupe and Martinique
keep besides. No library: the one there is loads the holidays of the whole world, 13 MB a process.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter
from django.core.exceptions import ValidationError
from django.utils import formats, timezone

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = 5
# (month, day), or days after Easter Sunday; of all France, then of each département that has more.
_EVERYWHERE = ((1, 1), 1, (5, 1), (5, 8), 39, 50, (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_GOOD_FRIDAY = -2
_ALSACE_MOSELLE = (_GOOD_FRIDAY, (12, 26))
_MORE: dict[str, tuple[int | tuple[int, int], ...]] = {
    **dict.fromkeys(("57", "67", "68"), _ALSACE_MOSELLE),
    "971": (-24, _GOOD_FRIDAY, (5, 27), (7, 21)),
    "972": ((5, 22), (7, 21)),
    "973": ((6, 10),),
    "974": ((12, 20),),
    "976": ((4, 27),),
}
_DAY_OF_MONTH = re.compile(r"(?<!\\)j")
# Not that of machines, which has its seconds.
_HOUR = re.compile(r"(?<!\\)H:i(?!:)")


def not_to_come(day: date) -> None:
    """A day on which something was done, read or checked: today at the latest."""
    if day > timezone.localdate():
        message = "Cette date est à venir : donnez celle du jour où cela a été fait."
        raise ValidationError(message, code="to_come")


def date_format(moment: date, form: str) -> str:
    """Django's own, as French writes it (see `in_french`)."""
    return str(formats.date_format(moment, in_french(moment, form)))


def in_french(moment: date, form: str) -> str:
    """The format of Django to write this moment with: its `j` is « 1er » on a first, its `H:i` is
    « 18 h 30 », or « 18 h » on the hour. `H:i:s` is for machines and stays.

    >>> date_format(datetime(2026, 12, 1, 18), "j F à H:i")
    '1er décembre à 18\\xa0h'
    """
    if isinstance(moment, datetime):
        form = _HOUR.sub("G\u00a0\\\\h\u00a0i" if moment.minute else "G\u00a0\\\\h", form)
    return _DAY_OF_MONTH.sub(r"j\\e\\r", form) if moment.day == 1 else form


def in_short(moment: datetime, *, hour: bool = False) -> str:
    """The day of this moment in Paris, and its hour: « 27/11/2026 à 18 h 30 »."""
    return date_format(timezone.localtime(moment, PARIS), "d/m/Y à H:i" if hour else "d/m/Y")


def days_after(moment: datetime, days: int) -> datetime:
    """The same hour of Paris, `days` days later, whatever the clocks did in between.

    An hour that the change to summer time skips becomes the next one that exists.
    """
    later = moment.astimezone(PARIS) + timedelta(days=days)
    return later.astimezone(UTC).astimezone(PARIS)


def end_of_day(moment: datetime) -> datetime:
    """The last second of its day in Paris: « jusqu’au 8 décembre » is so all day long. In UTC."""
    end = moment.astimezone(PARIS).replace(hour=23, minute=59, second=59, microsecond=0)
    return end.astimezone(UTC)


@lru_cache(maxsize=256)
def public_holidays(year: int, departement: str = "") -> frozenset[date]:
    """The public holidays of a département (its code); those of all France when none is told."""
    sunday = easter(year)
    return frozenset(
        sunday + timedelta(days=one) if isinstance(one, int) else date(year, *one)
        for one in (*_EVERYWHERE, *_MORE.get(departement, ()))
    )


def is_working_day(day: date, departement: str = "") -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(day.year, departement)


def add_working_days(moment: datetime, days: int, departement: str = "") -> datetime:
    """The moment `days` working days later in a département, at the same hour of Paris.

    The day of `moment` itself is not counted: from a Saturday, one working day is Monday.
    """
    due = moment.astimezone(PARIS)
    left = days
    while left:
        due += timedelta(days=1)
        if is_working_day(due.date(), departement):
            left -= 1
    return due.astimezone(UTC).astimezone(PARIS)


def working_days_between(start: datetime, end: datetime, departement: str = "") -> int:
    """The whole working days that passed in a département: twin of `add_working_days`."""
    day, until = start.astimezone(PARIS), end.astimezone(PARIS)
    passed = 0
    while (day := day + timedelta(days=1)) <= until:
        passed += is_working_day(day.date(), departement)
    return passed


def add_working_hours(moment: datetime, hours: int) -> datetime:
    """The moment `hours` working hours later: those from 9 to 17, hours of Paris, of the working
    days of all France. What comes outside of them counts from the next opening."""
    now = moment.astimezone(PARIS)
    left = timedelta(hours=hours)
    while True:
        opening = now.replace(hour=9, minute=0, second=0, microsecond=0)
        closing = now.replace(hour=17, minute=0, second=0, microsecond=0)
        if is_working_day(now.date()) and now < closing:
            start = max(now, opening)
            if left <= closing - start:
                return (start + left).astimezone(UTC).astimezone(PARIS)
            left -= closing - start
        now = (opening + timedelta(days=1)).astimezone(UTC).astimezone(PARIS)
        now = now.replace(hour=0, minute=0)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour of an earlier month; its last day where that month is shorter."""
    return months_after(moment, -months)


def months_after(moment: datetime, months: int) -> datetime:
    """The same day and hour of a later month; its last day where that month is shorter."""
    count = moment.year * 12 + moment.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
