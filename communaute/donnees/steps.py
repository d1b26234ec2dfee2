"""What time does to copies of data: made if the worker did not, erased at their term."""

from datetime import datetime, timedelta

from socle.clock import Step, register

from .building import build
from .enums import ExportState
from .models import Export
from .numbers import NUMBERS
from .services import expire


def _late(now: datetime) -> list[int]:
    limit = now - timedelta(minutes=NUMBERS.late_minutes)
    rows = Export.objects.filter(state=ExportState.WAITING, asked_at__lte=limit)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _past(now: datetime) -> list[int]:
    rows = Export.objects.filter(state=ExportState.READY, expires_at__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def register_steps() -> None:
    register(
        Step(
            key="donnees.make_copies",
            label="Copies de données demandées, si le worker ne les a pas faites",
            due=_late,
            do=lambda pk, now: {"copies_made": int(build(pk, now))},
        ),
        Step(
            key="donnees.erase_copies",
            label="Copies de données arrivées à leur terme : effacées",
            due=_past,
            do=expire,
        ),
    )
