"""What the clock does in moderation: no appeal is left without an answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from socle.clock import Step

from .models import Appeal
from .services import tell


def appeals_to_look_at(now: datetime) -> list[int]:
    """Appeals that wait and were not looked at today."""
    today = timezone.localdate(now)
    rows = Appeal.objects.waiting().filter(Q(looked_at_on=None) | Q(looked_at_on__lt=today))
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def look_at_appeal(pk: int, now: datetime) -> dict[str, int]:
    """Tell those who may answer and do not know yet; say it when it is late, or nobody can.

    What was told already is not told again: each message has its key.
    """
    today = timezone.localdate(now)
    rows = Appeal.objects.waiting().exclude(looked_at_on=today)
    appeal = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if appeal is None:
        return {}
    told = tell.alert_deciders(appeal, now)
    if told and appeal.due_at <= now:
        tell.remind_deciders(appeal)
    Appeal.objects.filter(pk=pk).update(looked_at_on=today)
    return {
        "appeals_late": int(appeal.due_at <= now),
        "appeals_without_decider": int(not told),
    }


STEPS = (
    Step(
        key="moderation.appeals",
        label="Recours qui attendent : qui doit répondre le sait, les retards sont dits",
        due=appeals_to_look_at,
        do=look_at_appeal,
    ),
)
