"""What the page of a question without answer says: who was asked, when people usually answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from socle.medians import median

from ..enums import AskedAs
from ..models import Question
from ..numbers import NUMBERS

if TYPE_CHECKING:
    from ..models import Space


@dataclass(frozen=True)
class Reached:
    """`ambassadors` is how many were asked; `organisations` their names, the operator first.

    `usual_days` is None when too few questions of the space were answered; 0, within a day.
    """

    ambassadors: int
    organisations: list[str]
    usual_days: int | None


def reached(question: Question) -> Reached:
    """Two queries."""
    rows = list(question.asked.order_by("-role", "pk").values_list("role", "of"))
    named = [of for role, of in rows if role in (AskedAs.OPERATOR, AskedAs.AGENCY)]
    return Reached(
        ambassadors=sum(role == AskedAs.AMBASSADOR for role, _ in rows),
        organisations=list(dict.fromkeys(named)),
        usual_days=usual_days(question.space),
    )


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
