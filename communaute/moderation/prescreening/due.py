"""What the clock does here: the texts of the day are forgotten when the day is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from socle.clock import Step

from ..numbers import PRESCREENING_NUMBERS
from .models import RememberedText
from .services import forget


def _over(now: datetime) -> list[int]:
    limit = now - timedelta(hours=PRESCREENING_NUMBERS.same_text_hours)
    return list(RememberedText.objects.filter(at__lte=limit).values_list("pk", flat=True))


def _forget(pk: int, now: datetime) -> None:
    forget([pk])


STEPS = (
    Step(
        key="prescreening.forget",
        label="Textes du jour, gardés pour reconnaître les répétitions, effacés",
        due=_over,
        do=_forget,
    ),
)
