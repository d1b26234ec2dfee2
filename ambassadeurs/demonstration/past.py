"""The past of the demonstration. Services write the present: here the present is moved.

Loaders gather acts, which are done in the order of time, each at its own moment: clocks, delays
and capacities are then those of real life. Later loads touch nothing of what was done.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox.pending import let_go_tonight
from socle.calendar import PARIS, is_working_day
from socle.scheduler import registered
from socle.scheduler.runner import run

NAMESPACE = uuid.UUID("6d0c6d5e-0f0e-4c36-9a2e-5f1f3a1c7c01")
MORNING = time(10)
# The service of the demonstration opened then: nothing of its past is older.
OPENED_DAYS = 730
# What was told before was mailed long ago: the mail box of a demonstration stays readable.
MAILED_BEFORE = timedelta(days=2)
# Steps whose work is done otherwise at the end of the loading.
LEFT_OUT = ("notifications.", "stats.", "coproprietes.count_telling")


@dataclass(frozen=True)
class PastAct:
    """Something that happened at a moment."""

    at: datetime
    do: Callable[[], object]


def demo_key(*parts: object) -> uuid.UUID:
    """The fixed key of a row of the demonstration."""
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def replay(acts: Iterable[PastAct], now: datetime) -> None:
    """Do the acts in the order of time; what would come after `now`, early in the day, is done
    now."""
    for act in sorted(acts, key=lambda act: act.at):
        with past(min(act.at, now)):
            act.do()


@contextmanager
def past(moment: datetime) -> Iterator[None]:
    """For all that asks Django the time in this process, now is `moment`."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


def ago(now: datetime, days: int, at: time = MORNING) -> datetime:
    """That time of Paris, `days` days before `now`; over from one day on."""
    day = timezone.localdate(now, PARIS) - timedelta(days=days)
    return datetime.combine(day, at, tzinfo=PARIS)


def coming(now: datetime, days: int, at: time) -> datetime:
    """That time of Paris, on the first working day at least `days` days from `now`."""
    day = timezone.localdate(now, PARIS) + timedelta(days=days)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, at, tzinfo=PARIS)


def tick(*only: str) -> dict[str, int]:
    """What the clock of the service did at the moment that is replayed; mails left long ago.

    `only`: keys of steps; all of them when none is given. The figures are counted once, at the end.
    """
    keys = only or [key for key in registered() if not key.startswith(LEFT_OUT)]
    return run(only=keys, is_alone=True).counts


def forget_old_mails(now: datetime) -> None:
    """What was told more than two days ago is mailed and read already."""
    old = {"created_at__lt": now - MAILED_BEFORE}
    sent = Mail.objects.filter(user=OuterRef("user"), key=OuterRef("key"), state=MailState.SENT)
    told = Notification.objects.unread().filter(**old).exclude(Exists(sent))
    told.update(read_at=F("created_at"))
    Mail.objects.filter(**old).end(MailState.SENT, now=now)
    # Begun in the evening, it has the mails that it would have at noon.
    let_go_tonight()
