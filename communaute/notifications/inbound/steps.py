"""What time does to mails received and to addresses that refuse ours: told, forgotten, erased."""

from datetime import datetime, timedelta

from django.db import transaction

from communaute.comptes.models import User
from socle.clock import Step

from ..models import BouncingAddress, Received
from ..numbers import NUMBERS
from ..outbox import bounces
from ..services import tell
from . import mailbox


def _to_fetch(now: datetime) -> list[mailbox.Place]:
    where = mailbox.place()
    return [where] if where else []


def _fetch(where: mailbox.Place, now: datetime) -> dict[str, int]:
    return {f"mails_received_{state}": count for state, count in mailbox.fetch(where).items()}


def _old(now: datetime) -> list[int]:
    limit = now - timedelta(days=NUMBERS.received_days)
    rows = Received.objects.filter(received_at__lte=limit)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _erase(pk: int, now: datetime) -> dict[str, int]:
    return {"received_lines_erased": Received.objects.filter(pk=pk).delete()[0]}


def _to_tell(now: datetime) -> list[int]:
    rows = BouncingAddress.objects.stopped(now).filter(told_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _tell_stopped(pk: int, now: datetime) -> dict[str, int]:
    """Tell on the site the person whose address it is; nobody for one without account."""
    row = BouncingAddress.objects.select_for_update().filter(pk=pk, told_at=None).first()
    if row is None:
        return {}
    BouncingAddress.objects.filter(pk=pk).update(told_at=now)
    person = User.objects.filter(email__iexact=row.email, is_active=True).first()
    if person is None:
        return {}
    tell(
        "notifications.mail_stopped",
        to=person,
        key=f"courriels-arretes-{pk}",
        url="/mon-compte/profil/#courriels",
        context={"email": row.email},
    )
    return {"people_told_of_stopped_mails": 1}


def _forgotten(now: datetime) -> list[int]:
    recent = BouncingAddress.objects.recent(now).values("pk")
    rows = BouncingAddress.objects.exclude(pk__in=recent)
    return list(rows.order_by("pk").values_list("pk", flat=True))


STEPS = (
    Step(
        key="notifications.receive",
        label="Courriels reçus : lus dans la boîte de IMAP_URL",
        due=_to_fetch,
        do=_fetch,
    ),
    Step(
        key="notifications.erase_received",
        label="Courriels reçus il y a longtemps : leur ligne est effacée",
        due=_old,
        do=_erase,
    ),
    Step(
        key="notifications.tell_stopped",
        label="Adresses qui refusent nos courriels : la personne le lit sur le site",
        due=_to_tell,
        do=_tell_stopped,
    ),
    Step(
        key="notifications.forget_bounces",
        label="Adresses qui ne refusent plus nos courriels depuis longtemps : oubliées",
        due=_forgotten,
        do=lambda pk, now: {"addresses_forgotten": bounces.forget(pk, now)},
    ),
)
