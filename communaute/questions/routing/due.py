"""What the clock does to questions without answer."""

from __future__ import annotations

from datetime import datetime

from communaute.questions.models import Question
from socle.clock import Step

from .services import reach_next


def _due(now: datetime) -> list[int]:
    rows = Question.objects.waiting_for_reach(now).order_by("next_reach_at", "pk")
    return list(rows.values_list("pk", flat=True))


STEP = Step(
    key="routing.reach_next",
    label="Questions sans réponse : d’autres personnes prévenues",
    due=_due,
    do=reach_next,
)
