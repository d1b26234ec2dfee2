"""What time does to accounts that close: erased once their days are over."""

from datetime import datetime

from socle.clock import Step, register

from ..models import Departure
from .services import finish


def _over(now: datetime) -> list[int]:
    rows = Departure.objects.filter(due_at__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def register_steps() -> None:
    register(
        Step(
            key="donnees.close_accounts",
            label="Comptes que l’on ferme, délai passé : effacés",
            due=_over,
            do=finish,
        )
    )
