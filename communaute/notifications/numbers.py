"""The numbers of the outbox, overridable by the setting `NOTIFICATIONS`."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True)
class Numbers:
    """`retry_minutes`: pauses between tries, the last one again and again until
    `retry_hours` after the mail should have left; it then failed. `late_minutes`: from when
    a mail that waits is told as late. `log_days`: how long a line stays of a mail that left.
    `daily_hour`: Paris time of the mails that wait for the morning.
    """

    retry_minutes: tuple[int, ...] = (1, 2, 5, 15, 30, 60, 120)
    retry_hours: int = 48
    late_minutes: int = 15
    log_days: int = 90
    daily_hour: int = 7

    def pause(self, attempts: int) -> timedelta:
        """How long to wait after this many tries (one or more)."""
        return timedelta(minutes=self.retry_minutes[min(attempts, len(self.retry_minutes)) - 1])


def numbers() -> Numbers:
    return Numbers(**getattr(settings, "NOTIFICATIONS", {}))
