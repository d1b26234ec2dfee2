"""The clock in tests: all that the rooms have due, mails and figures apart."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.apps import apps
from django.utils import timezone

from socle.scheduler import registered
from socle.scheduler.runner import run

FAILED = "errors"
# A Thursday, in the middle of the day: no limit of a day falls while a test runs.
NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)
_times = count()


def start(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon, and a microsecond later each time that Django is asked: no two rows are of the
    same moment, nor is what a process keeps from one test to the next of a moment to come."""
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(microseconds=next(_times)))


def be_followed_by_columns(now: object = timezone.now) -> None:
    """Those that date themselves took the clock of Django as it was when they were read."""
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.default is now:
                field.default = lambda: timezone.now()


def stop(monkeypatch: pytest.MonkeyPatch, at: datetime = NOON) -> datetime:
    """Stop the clock of Django at this moment, and give it back."""
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


def tick(now: datetime | None = None, *rooms: str) -> Counter[str]:
    """Do all that is due at `now`, in these rooms only when they are named; how many of each by
    name, and `errors` for what failed."""
    keys = [key for key in registered() if not key.startswith(("notifications.", "stats."))]
    if rooms:
        keys = [key for key in keys if key.partition(".")[0] in rooms]
    done = run(now, only=keys)
    return Counter(done.counts | ({FAILED: done.errors} if done.errors else {}))
