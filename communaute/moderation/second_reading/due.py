"""What the clock does here: last month's decisions are drawn; who is away is stood in for."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.models import Case
from communaute.moderation.perms import can_moderate
from communaute.moderation.services import hand_over as pass_on
from communaute.moderation.services import release_case
from communaute.moderation.transparency.services import month_before
from communaute.organisations.models import Absence
from socle.calendar import date_format
from socle.clock import Step

from .models import DrawnMonth
from .services import draw_month


def months_to_draw(now: datetime) -> list[date]:
    """The month that is just over, until it is drawn."""
    month = month_before(timezone.localdate(now))
    return [] if DrawnMonth.objects.filter(month=month).exists() else [month]


def draw_one(month: date, now: datetime) -> int:
    return draw_month(month=month)


def cases_of_the_absent(now: datetime) -> list[int]:
    """Open cases held by somebody who is away today."""
    away = Absence.objects.on(timezone.localdate(now)).values("user")
    held = Case.objects.to_decide().filter(claimed_by__in=away)
    return list(held.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def hand_over(pk: int, now: datetime) -> dict[str, int]:
    """Give the case to the backup who may decide it, else back to the queue; both are logged."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    holder = case.claimed_by if case else None
    if case is None or holder is None or not case.is_open:
        return {}
    absence = (
        Absence.objects.on(timezone.localdate(now))
        .filter(user=holder)
        .select_related("backup")
        .first()
    )
    if absence is None or not can_moderate(holder, case):
        return {}
    backup: User | None = absence.backup
    if backup is None or not backup.is_active or not can_moderate(backup, case):
        release_case(actor=holder, case=case)
        return {"cases_back_in_the_queue": 1}
    until = date_format(absence.ends_on, "j F")
    pass_on(actor=holder, case=case, to=backup, why=f"Absence jusqu’au {until}")
    return {"cases_handed_over": 1}


STEPS = (
    Step(
        key="second_reading.draw",
        label="Deuxième lecture : les décisions du mois sont tirées au sort",
        due=months_to_draw,
        do=draw_one,
    ),
    Step(
        key="second_reading.absences",
        label="Absences : les dossiers en cours vont à la personne qui remplace",
        due=cases_of_the_absent,
        do=hand_over,
    ),
)
