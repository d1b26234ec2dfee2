"""A copy of one’s data: asked for, found, erased; what one asks of a person of the service."""

from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from django.core.signing import BadSignature
from django.db import transaction
from django.utils import timezone

from cms.pages.enums import Subject
from cms.pages.models import ContactMessage
from cms.pages.services import receive_message
from communaute.comptes import connection_log
from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts
from socle.scheduler import Step
from socle.uploads import private_storage

from . import account_closing as leaving
from . import idle
from .data_copy import SIGNER, build, make_copy
from .enums import ExportState, Right
from .models import Departure, Export
from .numbers import NUMBERS


@transaction.atomic
def ask_export(*, actor: User, now: datetime | None = None) -> Export:
    """The copy that this person asked for in the last hours, else a new one, made by a task."""
    now = now or timezone.now()
    lock_accounts(actor.pk)
    recent = now - timedelta(hours=NUMBERS.again_hours)
    last = Export.objects.filter(user=actor).first()
    if last is not None and (last.state == ExportState.WAITING or last.asked_at > recent):
        return last
    erase_exports(actor, now)
    export = Export.objects.create(user=actor, asked_at=now)
    make_copy.enqueue(export.pk)
    return export


def find_export(*, actor: User, token: str, now: datetime | None = None) -> Export | None:
    """The copy that a signed address leads to, if it is this person’s and still there."""
    try:
        pk = int(SIGNER.unsign(token, max_age=timedelta(hours=NUMBERS.copy_hours)))
    except BadSignature:
        return None
    ready = Export.objects.filter(pk=pk, user=actor, state=ExportState.READY)
    return ready.filter(expires_at__gt=now or timezone.now()).first()


@transaction.atomic
def expire(pk: int, now: datetime) -> dict[str, int]:
    """Erase the file of a copy whose time has passed."""
    row = Export.objects.select_for_update().filter(pk=pk, state=ExportState.READY).first()
    if row is None or row.expires_at is None or row.expires_at > now:
        return {}
    transaction.on_commit(partial(private_storage().delete, str(row.file.name)))
    row.state, row.file = ExportState.EXPIRED, ""
    row.save(update_fields=["state", "file"])
    return {"copies_erased": 1}


def erase_exports(person: User, now: datetime) -> None:
    """Erase the copies of somebody, files included: they ask for another, or leave."""
    rows = Export.objects.filter(user=person)
    for name in list(rows.exclude(file="").values_list("file", flat=True)):
        transaction.on_commit(partial(private_storage().delete, name))
    rows.delete()


def ask_right(
    *, actor: User, right: Right, text: str, now: datetime | None = None
) -> ContactMessage:
    """Put the request in the queue of messages, where a person answers it by mail to the address of
    the account; the same, twice the same day, is one."""
    day = timezone.localdate(now)
    asked = f"{right.label} (demandé depuis le compte)\n\n{text}"
    return receive_message(
        key=sha256(f"{actor.pk}\n{day}\n{asked}".encode()).hexdigest(),
        name=actor.display_name,
        email=actor.email,
        subject=Subject.DATA,
        message=asked,
    )


# What time does to personal data: copies made if the worker did not; what is at its term goes.


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
        due=connection_log.past,
        do=connection_log.purge,
    ),
    Step(
        key="donnees.idle_first",
        label="Comptes sans connexion depuis longtemps : premier courriel",
        due=lambda now: idle.that_may_close(idle.untold(now)),
        do=idle.tell_first,
    ),
    Step(
        key="donnees.idle_again",
        label="Comptes sans connexion depuis longtemps : second courriel",
        due=lambda now: idle.that_may_close(idle.told_once(now)),
        do=idle.tell_again,
        after=("donnees.idle_first",),
    ),
    Step(
        key="donnees.idle_close",
        label="Comptes sans connexion, prévenus deux fois : fermés",
        due=lambda now: idle.that_may_close(idle.told_twice(now)),
        do=idle.close_idle,
        after=("donnees.idle_again",),
    ),
)
