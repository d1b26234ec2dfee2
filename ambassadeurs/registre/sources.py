"""The file given: a CSV or a zip that holds one; comma or semicolon; with or without BOM."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from socle.numbers import quantity
from socle.spreadsheets import separator_of

from .columns import find_columns, missing_columns

# The register of the whole country weighs a quarter of that.
UNPACKED_MAX = 2 * 2**30


class RegisterImportFailed(Exception):
    """The file cannot be read: `str(error)` is a French sentence."""


@dataclass
class Table:
    """An open file. `position()` is how many of its `size` bytes were read."""

    lines: Iterator[list[str]]
    columns: dict[str, int]
    width: int
    size: int
    raw: IO[bytes]

    def position(self) -> int:
        return self.raw.tell()


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open the register and read its headings. Raises RegisterImportFailed, in words."""
    if not path.is_file():
        message = f"{path.name} : fichier introuvable."
        raise RegisterImportFailed(message)
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".zip":
            message = f"{path.name} : archive zip illisible ou tronquée."
            raise RegisterImportFailed(message)
        with path.open("rb") as raw:
            yield _table(path.name, raw, path.stat().st_size)
        return
    with zipfile.ZipFile(path) as archive:
        members = [
            info
            for info in archive.infolist()
            if info.filename.lower().endswith(".csv") and not info.filename.startswith("__MACOSX")
        ]
        if len(members) != 1:
            message = f"{path.name} : l’archive doit contenir un fichier CSV et un seul."
            raise RegisterImportFailed(message)
        if members[0].file_size > UNPACKED_MAX:
            limit = quantity(UNPACKED_MAX // 2**20, "Mo")
            message = f"{path.name} : ouverte, l’archive dépasse {limit}. Rien n’est chargé."
            raise RegisterImportFailed(message)
        with archive.open(members[0]) as raw:
            yield _table(members[0].filename, raw, members[0].file_size)


def _table(name: str, raw: IO[bytes], size: int) -> Table:
    # A stray byte spoils one line, not the file: the line is reported.
    text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
    first = text.readline(100_000)
    delimiter = separator_of(first)
    headings = next(csv.reader([first], delimiter=delimiter), [])
    columns = find_columns(headings)
    missing = missing_columns(columns)
    if missing:
        message = (
            f"{name} : ce n’est pas le registre des copropriétés. "
            f"Colonnes absentes : {', '.join(missing)}. Rien n’est chargé."
        )
        raise RegisterImportFailed(message)
    return Table(csv.reader(text, delimiter=delimiter), columns, len(headings), size, raw)
