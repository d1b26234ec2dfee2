"""The list of the accounts that were erased, apart from the database: number and moment, no more.

An old backup brings back who was erased since, and nothing in it says so. Each erasure is therefore
an empty file whose name says all (`20261128T214503Z-12345`, and `-textes` when what the person had
published went too), in a storage of its own (`ERASURES_DIR`, or S3 with `S3_URL`): several machines
add to it without waiting for one another, and backups carry it. The room « donnees » reads it
(`erasing_again`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from .errors import ErasureNotWritten

logger = logging.getLogger(__name__)

_NAME = re.compile(r"(\d{8}T\d{6}Z)-(\d+)(-textes)?")
_MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Erasure:
    """An account that was erased, to the second; `texts`: with what it had published."""

    number: int
    at: datetime
    texts: bool

    @property
    def name(self) -> str:
        return f"{self.at.astimezone(UTC):{_MOMENT}}-{self.number}{'-textes' * self.texts}"


def note(erasure: Erasure) -> None:
    """Add an erasure to the list, just before it is committed: none is ever missing there. The one
    that then fails is tried again by whoever asked for it. Raises ErasureNotWritten."""
    try:
        # Empty files are not kept everywhere.
        _storage().save(erasure.name, ContentFile(b"\n"))
    except Exception as error:  # the disk's, or any of those of an S3 library
        logger.exception("an erasure could not be written")
        raise ErasureNotWritten from error


def erasures() -> Iterator[Erasure]:
    """All that the list holds, oldest first."""
    try:
        names = sorted(_storage().listdir("")[1])
    except FileNotFoundError:
        return
    for name in names:
        if found := _NAME.match(name):
            at = datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
            yield Erasure(int(found[2]), at, texts=found[3] is not None)


def _storage() -> Storage:
    return storages["erasures"]
