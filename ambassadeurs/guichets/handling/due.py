"""What time makes due at the desks: the days on which one comes back to a demande."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ambassadeurs.demandes.models import Demande
from socle.clock import Step

from .services import tell_day


def days_that_came(now: datetime) -> list[int]:
    """Demandes (pks) to come back to today or before, whose day is not told yet."""
    rows = Demande.objects.to_come_back(timezone.localdate(now)).filter(follow_up_told_at=None)
    return list(rows.order_by("follow_up_on", "pk").values_list("pk", flat=True))


STEPS = (
    Step(
        key="guichets.come_back",
        label="Demandes à relancer : le jour est dit à qui les suit",
        due=days_that_came,
        do=tell_day,
        after=("demandes.forget_closed_accounts",),
    ),
)
