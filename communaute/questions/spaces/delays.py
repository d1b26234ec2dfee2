"""How long a first answer usually takes in a space."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.core.cache import cache

from communaute.questions.models import Question
from communaute.questions.numbers import NUMBERS
from socle.medians import median

if TYPE_CHECKING:
    from communaute.questions.models import Space

SECONDS_KEPT = 3_600


def usual_days(space: Space) -> int | None:
    """Median of the whole days before a first answer in a space, over its last answered ones.

    None while the space has too few. Read once an hour, and after each first answer: the page of
    a space then needs no query for it.
    """
    if space.answered_count < NUMBERS.usual_delay_from:
        return None
    key = f"usual-days:{space.pk}:{space.answered_count}"
    return cache.get_or_set(key, partial(_read, space), SECONDS_KEPT)


def _read(space: Space) -> int | None:
    moments = (
        Question.objects.published()
        .filter(space=space, first_answer_at__isnull=False)
        .order_by("-last_activity_at", "-pk")
        .values_list("created_at", "first_answer_at")[: NUMBERS.usual_delay_over]
    )
    delays = [(answered - asked) // timedelta(days=1) for asked, answered in moments]
    if len(delays) < NUMBERS.usual_delay_from:
        return None
    return round(median(delays))
