"""Appeals that wait: no one is left without an answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communaute.comptes.perms import is_national_lead
from communaute.moderation.models import Appeal
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.perms import national_team
from communaute.moderation.services import alerts, notify
from communaute.moderation.services.contests import ask_deciders
from socle.scheduler import Step


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
    told = ask_deciders(appeal, now)
    if told and appeal.due_at <= now:
        notify.remind_deciders(appeal)
    Appeal.objects.filter(pk=pk).update(looked_at_on=today)
    return {
        "appeals_late": int(appeal.due_at <= now),
        "appeals_without_decider": int(not told),
    }


def overdue(now: datetime) -> list[int]:
    """Appeals past their last limit, not said yet."""
    filed = now - timedelta(days=NUMBERS.appeal_hard_days)
    rows = Appeal.objects.waiting().filter(filed_at__lte=filed, overdue_told_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tell_overdue(pk: int, now: datetime) -> dict[str, int]:
    """Tell who answers for the national team, and the contact address."""
    rows = Appeal.objects.waiting().filter(overdue_told_at=None)
    appeal = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if appeal is None:
        return {}
    alerts.tell_overdue(appeal, [one for one in national_team() if is_national_lead(one)])
    Appeal.objects.filter(pk=pk).update(overdue_told_at=now)
    return {"appeals_overdue": 1}


STEPS = (
    Step(
        key="moderation.appeals",
        label="Recours qui attendent : qui doit répondre le sait, les retards sont dits",
        due=appeals_to_look_at,
        do=look_at_appeal,
    ),
    Step(
        key="moderation.appeals_overdue",
        label="Recours sans réponse, dernière limite passée : équipe et adresse de contact",
        due=overdue,
        do=tell_overdue,
        after=("moderation.appeals",),
    ),
)
