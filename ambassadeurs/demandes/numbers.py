"""The numbers of requests: their clock, how often one may write, what moderation sees."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from socle.numbers import RoomNumbers, live

MESSAGE_MIN: Final = 2
# The columns' own sizes: no setting changes them.
MESSAGE_MAX: Final = 5_000
ADDRESS_MAX: Final = 200
# Database filters of clocks are an hour wide of the mark, for clock changes; the exact time is
# checked after.
SLACK: Final = timedelta(hours=1)


@dataclass(frozen=True)
class DemandeNumbers(RoomNumbers, room="demandes"):
    """Delays run from the request, or from when it was reopened without an answer.

    `neighbours`: messages shown to moderation before and after a reported one. `kept_months`: from
    the last act, before what names people goes. `undo_minutes`: how long an organisation may
    take back what it has just done; nothing is told before.
    """

    same_recipient_days: int = 30
    demandes_a_week: int = 5
    messages_an_hour: int = 30
    neighbours: int = 3
    reminder_days: int = 3
    second_reminder_days: int = 7
    agency_alert_days: int = 10
    reoffer_days: int = 14
    pause_after_unanswered: int = 2
    pause_days: int = 30
    answer_working_days: int = 5
    collectivite_alert_days: int = 14
    national_alert_days: int = 30
    kept_months: int = 24
    undo_minutes: int = 5


NUMBERS = live(DemandeNumbers)
