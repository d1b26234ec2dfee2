"""How long a first answer usually takes in a space."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from communaute.questions.models import Question
from communaute.questions.numbers import NUMBERS
from socle.medians import median

if TYPE_CHECKING:
    from communaute.questions.models import Space


def usual_days(space: Space) -> int | None:
    """Median of the whole days before a first answer in a space, over its last answered ones.

    One query; none while the space has too few.
    """
    if space.answered_count < NUMBERS.usual_delay_from:
        return None
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
