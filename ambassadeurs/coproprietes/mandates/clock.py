"""What time does to mandates: the end announced, the end, the proof erased. Run by `tick`."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from cms.services import touch_public_pages

from ..deciders import tell_person
from ..enums import AmbassadeurStatus
from ..models import Ambassadeur
from ..querysets import AmbassadeurQuerySet
from ..uploads import private_storage

PROOFS = "justificatifs"
# A file younger than this may belong to a transaction that is still open.
ORPHAN_AGE = timedelta(days=1)


def run_due(now: datetime | None = None) -> dict[str, int]:
    """Do all that is due at `now`; returns how many of each. Twice, late or at once: once.

    Each step is claimed by a conditional update of its own date, in the transaction that tells.
    """
    now = now or timezone.now()
    return {
        "mandats_a_renouveler": _announce_ends(now),
        "mandats_expires": _tell_ends(now),
        "justificatifs_effaces": _erase_proofs(now),
        "fichiers_orphelins_effaces": _erase_orphans(now),
    }


def _announce_ends(now: datetime) -> int:
    soon = now + timedelta(days=settings.MANDATE_RENEWAL_NOTICE_DAYS)
    due = _verified().filter(
        expires_at__gt=now,
        expires_at__lte=soon,
        renewal_told_at__isnull=True,
        renewal_asked_at__isnull=True,
    )
    return sum(_announce_end(mandate, now) for mandate in due)


@transaction.atomic
def _announce_end(mandate: Ambassadeur, now: datetime) -> bool:
    if not _claim(mandate, "renewal_told_at", now):
        return False
    tell_person(
        mandate,
        key=f"echeance:{mandate.expires_at:%Y%m%d}",
        title=f"Votre mandat pour {mandate.copropriete} se termine le {_day(mandate.expires_at)}",
        body="Voulez-vous continuer ? Demandez le renouvellement en une minute. "
        "Sans demande de votre part, votre nom disparaît de la liste à cette date.",
        url=reverse("ambassadeurs:mandate_renew", args=[mandate.pk]),
        label="Renouveler mon mandat",
    )
    return True


def _tell_ends(now: datetime) -> int:
    due = _verified().filter(expires_at__lte=now, expiry_told_at__isnull=True)
    count = sum(_tell_end(mandate, now) for mandate in due)
    if count:
        touch_public_pages()
    return count


@transaction.atomic
def _tell_end(mandate: Ambassadeur, now: datetime) -> bool:
    if not _claim(mandate, "expiry_told_at", now):
        return False
    tell_person(
        mandate,
        key=f"fin:{mandate.expires_at:%Y%m%d}",
        title=f"Votre mandat pour {mandate.copropriete} est terminé",
        body="Merci d’avoir répondu aux autres copropriétés. Vous ne recevrez plus de demande. "
        "Vous pouvez demander un nouveau mandat quand vous voulez.",
    )
    return True


def _erase_proofs(now: datetime) -> int:
    limit = now - timedelta(days=settings.MANDATE_PROOF_DAYS)
    ended = Q(decided_at__isnull=True, withdrawn_at__lte=limit)
    due = Ambassadeur.objects.filter(Q(decided_at__lte=limit) | ended).exclude(proof="")
    count = 0
    for mandate in due.exclude(status=AmbassadeurStatus.PENDING):
        name = mandate.proof.name
        # The file first: were we stopped in between, the next run erases the rest.
        private_storage().delete(name)
        count += Ambassadeur.objects.filter(pk=mandate.pk, proof=name).update(
            proof="", proof_name="", proof_erased_at=now
        )
    return count


def _erase_orphans(now: datetime) -> int:
    """Proofs whose mandate is gone, with its account: nobody may keep them."""
    storage = private_storage()
    known = set(Ambassadeur.objects.exclude(proof="").values_list("proof", flat=True))
    count = 0
    for name in _files(PROOFS):
        if name not in known and storage.get_modified_time(name) < now - ORPHAN_AGE:
            storage.delete(name)
            count += 1
    return count


def _files(folder: str) -> list[str]:
    storage = private_storage()
    if not storage.exists(folder):
        return []
    folders, names = storage.listdir(folder)
    found = [f"{folder}/{name}" for name in names]
    for inner in folders:
        found += _files(f"{folder}/{inner}")
    return found


def _verified() -> AmbassadeurQuerySet:
    return Ambassadeur.objects.filter(status=AmbassadeurStatus.VERIFIED).select_related(
        "user", "copropriete"
    )


def _claim(mandate: Ambassadeur, field: str, now: datetime) -> bool:
    rows = Ambassadeur.objects.filter(pk=mandate.pk, **{f"{field}__isnull": True})
    return bool(rows.update(**{field: now}))


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
