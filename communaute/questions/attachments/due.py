"""What time does to files: those joined to nothing, or whose text is gone, are erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from communaute.questions.models import FOLDER, Attachment
from socle.clock import Step
from socle.uploads import private_storage

from ..numbers import FILE_NUMBERS
from .services import erase


def _limit(now: datetime) -> datetime:
    return now - timedelta(hours=FILE_NUMBERS.waiting_hours)


def _waiting(now: datetime) -> list[int]:
    rows = Attachment.objects.left_alone(_limit(now))
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _erase_waiting(pk: int, now: datetime) -> bool:
    row = Attachment.objects.left_alone(_limit(now)).filter(pk=pk).first()
    if row is not None:
        erase(row)
    return row is not None


def _files(folder: str = FOLDER) -> Iterator[str]:
    storage = private_storage()
    if not storage.exists(folder):
        return
    folders, names = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _files(f"{folder}/{inner}")


def _orphans(now: datetime) -> Iterator[str]:
    """Files whose text was erased with them."""
    known = set(Attachment.objects.values_list("file", flat=True))
    for name in _files():
        if name not in known and private_storage().get_modified_time(name) < _limit(now):
            yield name


def _erase_orphan(name: str, now: datetime) -> bool:
    private_storage().delete(name)
    return True


STEPS = (
    Step(
        key="attachments.erase_waiting",
        label="Fichiers joints à un texte jamais publié : effacés",
        due=_waiting,
        do=_erase_waiting,
    ),
    Step(
        key="attachments.erase_orphans",
        label="Fichiers dont le texte est effacé : effacés",
        due=_orphans,
        do=_erase_orphan,
    ),
)
