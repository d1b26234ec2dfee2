"""What the clock does: a mark is kept no longer than it serves."""

from __future__ import annotations

from datetime import datetime

from socle.clock import Step

from .querysets import marks_to_forget
from .services import forget_mark


def marks_over(now: datetime) -> list[int]:
    return list(marks_to_forget(now).order_by("pk").values_list("pk", flat=True))


STEP = Step(
    key="ban_evasion.forget",
    label="Empreintes d’adresses gardées pendant une mesure : effacées quand elle est finie",
    due=marks_over,
    do=forget_mark,
)
