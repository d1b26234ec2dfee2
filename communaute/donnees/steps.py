"""What time does to personal data: copies made if the worker did not; what is at its term goes."""

from datetime import datetime, timedelta

from communaute.comptes.sessions import connections
from socle.clock import Step

from . import account_closing as leaving
from . import idle
from .copying import build
from .enums import ExportState
from .models import Departure, Export
from .numbers import NUMBERS
from .services import expire


def _late(now: datetime) -> list[int]:
    limit = now - timedelta(minutes=NUMBERS.late_minutes)
    rows = Export.objects.filter(state=ExportState.WAITING, asked_at__lte=limit)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _past(now: datetime) -> list[int]:
    rows = Export.objects.filter(state=ExportState.READY, expires_at__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _over(now: datetime) -> list[int]:
    rows = Departure.objects.filter(due_at__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


STEPS = (
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
    Step(
        key="donnees.close_accounts",
        label="Comptes que l’on ferme, délai passé : effacés",
        due=_over,
        do=leaving.finish,
    ),
    Step(
        key="donnees.purge_connections",
        label="Données de connexion arrivées à leur terme : effacées",
        due=connections.past,
        do=connections.purge,
    ),
    Step(
        key="donnees.idle_first",
        label="Comptes sans connexion depuis longtemps : premier courriel",
        due=idle.to_tell_first,
        do=idle.tell_first,
    ),
    Step(
        key="donnees.idle_again",
        label="Comptes sans connexion depuis longtemps : second courriel",
        due=idle.to_tell_again,
        do=idle.tell_again,
        after=("donnees.idle_first",),
    ),
    Step(
        key="donnees.idle_close",
        label="Comptes sans connexion, prévenus deux fois : fermés",
        due=idle.to_close,
        do=idle.close_idle,
        after=("donnees.idle_again",),
    ),
)
