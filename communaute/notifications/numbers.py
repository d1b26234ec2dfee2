"""The numbers of the room: when mails leave, are tried again, are said to fail."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.dates import WEEKDAYS

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class NotificationNumbers(RoomNumbers, room="notifications"):
    """`retry_minutes`: pauses between tries, the last one again and again until `retry_hours`
    after the mail should have left; it then failed. `late_minutes`: from when a mail that waits
    is told as late. `log_days`: how long the line of a mail that left stays. `daily_hour`: hour of
    Paris of the mails that wait for the morning; `weekly_day`: the day of those that wait for a
    week (1 is Monday, 7 Sunday). `quiet_hour`: from this hour to `daily_hour`, only what somebody
    waits for leaves. `digest_lines`: the most that one mail gathers, the rest is counted.
    `stop_days`: how long the address of a mail that stops its kind works.
    `line_days`: how long a line stays on the site. `unread_shown`: the most unread lines that the
    header counts.

    Mails received: `reply_days` an address of answer is worth something, `reply_body_bytes` of text
    and `reply_message_mb` (millions of bytes, files included) are the most it may weigh;
    `received_days` its line stays. Mails come back: points for an address that is gone, for any
    other refusal, from which no mail leaves, and days without any after which they are forgotten.
    """

    retry_minutes: tuple[int, ...] = (1, 2, 5, 15, 30, 60, 120)
    retry_hours: int = 48
    late_minutes: int = 15
    log_days: int = 90
    daily_hour: int = 7
    weekly_day: int = 1
    quiet_hour: int = 21
    digest_lines: int = 20
    stop_days: int = 365
    line_days: int = 60
    unread_shown: int = 99
    reply_days: int = 90
    reply_body_bytes: int = 220_000
    reply_message_mb: int = 25
    received_days: int = 90
    bounce_hard: int = 2
    bounce_soft: int = 1
    bounce_stop: int = 4
    bounce_reset_days: int = 30

    @property
    def weekly_day_name(self) -> str:
        """The day of the weekly mails, as people say it."""
        return str(WEEKDAYS[self.weekly_day - 1]).lower()


NUMBERS = live(NotificationNumbers)


def pause(attempts: int) -> timedelta:
    """How long to wait after this many tries (one or more)."""
    minutes = NUMBERS.retry_minutes
    return timedelta(minutes=minutes[min(attempts, len(minutes)) - 1])
