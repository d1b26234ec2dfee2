"""How long a text waits to be read: what people really waited, else what we promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.core.cache import cache
from django.utils import timezone

from socle.medians import median

from ..numbers import PRESCREENING_NUMBERS
from .models import Review

_KEY = "prescreening.usual_hours"
_FRESH_S = 3600


@dataclass(frozen=True)
class UsualWait:
    """`hours`, whole; `is_measured`: the median of what was read lately, else what we promise."""

    hours: int
    is_measured: bool


def usual_wait() -> UsualWait:
    """Read once an hour at most."""
    known = cache.get(_KEY)
    if known is None:
        known = _read()
        cache.set(_KEY, known, _FRESH_S)
    return UsualWait(*known)


def _read() -> tuple[int, bool]:
    since = timezone.now() - timedelta(days=PRESCREENING_NUMBERS.median_days)
    moments = Review.objects.read_since(since).values_list("held_at", "settled_at")
    delays = [settled - held for held, settled in moments]
    if len(delays) < PRESCREENING_NUMBERS.median_from:
        return PRESCREENING_NUMBERS.review_hours, False
    return max(1, ceil(median(delays) / timedelta(hours=1))), True
