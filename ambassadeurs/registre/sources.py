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
from socle.words import normalise

# Said by some headings and not by others, without changing what they name.
_SILENT = frozenset(
    ["a", "adresse", "au", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"]
)
_SHORT = {"long": "longitude", "lat": "latitude"}

# Our name -> telling words, the best first; a name ending with "*" is a beginning.
HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("numero immatriculation",),
    "name": ("nom usage copropriete",),
    "street": ("numero voie reference",),
    "address": ("reference",),
    "postcode": ("code postal reference",),
    "town": ("commune reference", "commune"),
    "other_1": ("complementaire 1",),
    "other_2": ("complementaire 2",),
    "other_3": ("complementaire 3",),
    "longitude": ("longitude",),
    "latitude": ("latitude",),
    "lots": ("nombre total lots",),
    "dwellings": ("nombre lots usage habitation",),
    "period": ("periode construction",),
    "syndic_kind": ("type syndic*",),
    "syndic": ("raison sociale representant legal", "identification representant legal*"),
    "district_code": ("code officiel arrondissement*",),
    "commune_code": ("code officiel commune", "code insee commune reference"),
    "parcel_code": ("code insee commune 1",),
}
REQUIRED = {
    "number": "numero_d_immatriculation",
    "name": "nom_d_usage_de_la_copropriete",
    "lots": "nombre_total_de_lots",
    "period": "periode_de_construction",
}


def telling_words(heading: str) -> str:
    """What a heading says, in the words that all styles share.

    >>> telling_words("Code postal (adresse de référence)")
    'code postal reference'
    """
    words = (_SHORT.get(word, word) for word in normalise(heading).split())
    return " ".join(word for word in words if word not in _SILENT)


def find_columns(headings: list[str]) -> dict[str, int]:
    """Our names -> position in the line; missing columns are left out."""
    places = reversed(list(enumerate(headings)))
    known = {telling_words(heading): place for place, heading in places}
    found: dict[str, int] = {}
    for name, wanted in HEADINGS.items():
        for heading in wanted:
            place = known.get(heading)
            if place is None and heading.endswith("*"):
                beginning = heading[:-1]
                place = next((at for text, at in known.items() if text.startswith(beginning)), None)
            if place is not None:
                found[name] = place
                break
    return found


def missing_columns(found: dict[str, int]) -> list[str]:
    """Official names of the columns without which the file is not the register."""
    return [official for name, official in REQUIRED.items() if name not in found]


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
        raise RegisterImportFailed(f"{path.name} : fichier introuvable.")
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".zip":
            raise RegisterImportFailed(f"{path.name} : archive zip illisible ou tronquée.")
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
    if "\x00" in first:
        raise RegisterImportFailed(
            f"{name} : ce CSV est en UTF-16. Enregistrez-le en UTF-8, puis recommencez. "
            "Rien n’est chargé."
        )
    delimiter = separator_of(first)
    headings = next(csv.reader([first], delimiter=delimiter), [])
    columns = find_columns(headings)
    missing = missing_columns(columns)
    if missing:
        raise RegisterImportFailed(
            f"{name} : ce n’est pas le registre des copropriétés. "
            f"Colonnes absentes : {', '.join(missing)}. Rien n’est chargé."
        )
    return Table(csv.reader(text, delimiter=delimiter), columns, len(headings), size, raw)
