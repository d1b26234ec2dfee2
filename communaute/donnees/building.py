"""Making the copy of somebody’s data, and telling them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core.files import File
from django.core.signing import TimestampSigner
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from communaute.notifications.services import tell
from socle.uploads import private_storage

from .copying import write_copy
from .enums import ExportState
from .models import Export
from .numbers import NUMBERS

SIGNER = TimestampSigner(salt="donnees.copie")


def build(pk: int, now: datetime | None = None) -> bool:
    """Make a copy that waits, and tell its owner; again does nothing. Returns whether it did.

    The file is written before the row is held: reading all may take a while. A copy made twice
    at once is kept once, the other file is erased.
    """
    export = Export.objects.select_related("user").filter(pk=pk).first()
    if export is None or export.state != ExportState.WAITING:
        return False
    storage = private_storage()
    with write_copy(export.user, now or timezone.now()) as opened:
        name = storage.save(f"copies/{secrets.token_urlsafe(16)}.zip", File(opened))
    kept = False
    try:
        kept = _ready(export, name, now or timezone.now())
    finally:
        if not kept:
            storage.delete(name)
    return kept


@transaction.atomic
def _ready(export: Export, name: str, now: datetime) -> bool:
    expires_at = now + timedelta(hours=NUMBERS.copy_hours)
    waiting = Export.objects.filter(pk=export.pk, state=ExportState.WAITING)
    if not waiting.update(state=ExportState.READY, file=name, expires_at=expires_at):
        return False
    tell(
        "donnees.export_ready",
        to=export.user,
        key=f"copie-{export.pk}",
        url=link_of(export),
        context={"expires_at": expires_at},
        expires_at=expires_at,
    )
    return True


def link_of(export: Export) -> str:
    """The address of the file: signed, worth nothing after `copy_hours`, nor to another account."""
    return reverse("donnees:download", args=[SIGNER.sign(str(export.pk))])


@task
def make_copy(pk: int) -> bool:
    """Make the copy that somebody waits for; run again, it does nothing."""
    return build(pk)
