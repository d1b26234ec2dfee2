"""The copy of one’s data, made and told: one zip, in JSON and in a page to read, with its files."""

import json
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import TimestampSigner
from django.db import transaction
from django.db.models import Model
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.personal_data_registry import Held, is_of_accounts, lines_of, rooms, rows_of
from communaute.notifications.services import tell
from socle.uploads import private_storage

from .enums import ExportState
from .models import Export
from .numbers import NUMBERS

# Of the zip, kept in memory; beyond, on the disk.
IN_MEMORY = 5 * 2**20


@contextmanager
def write_copy(person: User, now: datetime) -> Iterator[IO[bytes]]:
    """An open zip of all that is held of this person, at its beginning; gone when left."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as opened:
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
            told = _rooms(person, archive)
            context = {"name": person.public_name, "made_at": now, "rooms": told}
            page = render_to_string("donnees/copy.html", context)
            archive.writestr("mes-donnees.html", page)
            archive.writestr(
                "mes-donnees.json",
                json.dumps(
                    {"fait_le": now, "pieces": told},
                    cls=DjangoJSONEncoder,
                    ensure_ascii=False,
                    indent=2,
                ),
            )
        opened.seek(0)
        yield opened


def _rooms(person: User, archive: zipfile.ZipFile) -> list[dict[str, Any]]:
    found = []
    for room in rooms():
        kinds = [_kind(one, person, archive) for one in room.held if is_of_accounts(one)]
        if kinds := [kind for kind in kinds if kind["lignes"]]:
            found.append({"titre": room.title, "contenu": kinds})
    return found


def _kind(one: Held, person: User, archive: zipfile.ZipFile) -> dict[str, Any]:
    lines = []
    for row in rows_of(one, person).iterator(chunk_size=500):
        line = next(iter(lines_of(one, [row], person)))
        if files := [name for field in one.files if (name := _file(one, row, field, archive))]:
            line["Fichiers"] = files
        lines.append(line)
    return {
        "titre": one.title,
        "pourquoi": one.why,
        "jusqu_a_quand": one.until,
        "vu_par": one.seen_by,
        "si_le_compte_est_ferme": one.closing.label,
        "lignes": lines,
    }


def _file(one: Held, row: Model, field: str, archive: zipfile.ZipFile) -> str:
    """Add one file; its name in the zip, or "" when it is not there any more."""
    file = getattr(row, field)
    if not file:
        return ""
    name = f"fichiers/{one.key}-{row.pk}{PurePosixPath(file.name).suffix}"
    try:
        with file.storage.open(file.name, "rb") as source, archive.open(name, "w") as target:
            shutil.copyfileobj(source, target)
    except FileNotFoundError:
        return ""
    return name


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
