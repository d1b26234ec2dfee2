"""The numbers of visits: how long they are, when people are told, when the place is shown."""

from dataclasses import dataclass
from typing import Final

from socle.numbers import RoomNumbers, live

# The column's own size: no setting changes it.
COMMENT_MAX: Final = 1_000
DAYS_A_MONTH: Final = 30.5


@dataclass(frozen=True)
class VisitNumbers(RoomNumbers, room="visites"):
    """Hours are before a visit, `erase_days` after; surveys leave days after what they are about.
    What is told of a visit that begins less than `early_hours` after the mails of the morning
    leaves at night too.

    `absences` within `absence_days`: the agency decides of the next place.
    """

    minutes_min: int = 15
    minutes_max: int = 120
    ahead_hours: int = 2
    ahead_days: int = 183
    reminder_hours: int = 48
    place_hours: int = 24
    early_hours: int = 3
    cancel_hours: int = 24
    erase_days: int = 7
    absences: int = 2
    absence_days: int = 183
    survey_days: int = 2
    late_survey_days: int = 90

    @property
    def ahead_months(self) -> int:
        return in_months(self.ahead_days)

    @property
    def absence_months(self) -> int:
        return in_months(self.absence_days)

    @property
    def late_survey_months(self) -> int:
        return in_months(self.late_survey_days)


def in_months(days: int) -> int:
    """Days as people say them: 183 are 6 months."""
    return round(days / DAYS_A_MONTH)


NUMBERS = live(VisitNumbers)
