"""Measures that end by themselves: the person is told, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from communaute.moderation.enums import Act
from communaute.moderation.models import Sanction
from communaute.moderation.services import tell
from communaute.moderation.services.log import record
from socle.clock import Step
from socle.public_pages import touch_public_pages


def ended(now: datetime) -> list[int]:
    """Measures past their end, not lifted before it, whose end was not told."""
    rows = Sanction.objects.filter(ends_at__lte=now, lifted_at=None, end_told_at=None)
    return list(rows.order_by("ends_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def tell_end(pk: int, now: datetime) -> dict[str, int]:
    """Tell the person, if the account is still there, and note it in the log of the case."""
    rows = Sanction.objects.filter(ends_at__lte=now, lifted_at=None, end_told_at=None)
    held = rows.select_for_update(of=("self",))
    sanction = held.select_related("person", "decision__statement", "decision__case").filter(pk=pk)
    found = sanction.first()
    if found is None:
        return {}
    Sanction.objects.filter(pk=pk).update(end_told_at=now)
    touch_public_pages()
    tell.tell_ended(found)
    record(found.decision.case, Act.SANCTION_ENDED, detail=str(found))
    return {"measures_ended": 1}


STEP = Step(
    key="moderation.measures_ended",
    label="Mesures arrivées à leur terme : la personne est prévenue",
    due=ended,
    do=tell_end,
)
