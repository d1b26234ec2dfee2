"""Reading a file of agencies: one row per structure and commune, in either column style.

Both publish « Espaces conseil France Rénov’ »: data.gouv.fr's tables (« Nom Structure ») and
ADEME's data-fair (« Nom_Structure »), as CSV or as the JSON of their interfaces.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from socle.spreadsheets import decoded, separator_of
from socle.words import normalise

NAME: Final = "nom structure"
LEVELS: Final = {
    "commune": "code insee commune",
    "epci": "code insee epci",
    "departement": "code insee departement",
    "region": "code insee region",
}


class UnreadableFile(Exception):
    """Nothing is loaded; the message, in French, says why."""


@dataclass(frozen=True)
class Row:
    """A line: what it says of the structure, and the code of the territory at its finest level."""

    number: int
    name: str
    postcode: str
    email: str
    phone: str
    website: str
    level: str
    code: str


def read_rows(path: Path) -> Iterator[Row]:
    """Rows in the order of the file. Raises UnreadableFile."""
    try:
        content = path.read_bytes()
    except OSError:
        message = f"{path.name} : fichier introuvable ou illisible."
        raise UnreadableFile(message) from None
    text = decoded(content)
    raw = _from_json(text, path.name) if text.lstrip()[:1] in "[{" else _from_csv(text, path.name)
    for number, facts in raw:
        yield _row(number, {_column(key): value for key, value in facts.items() if key})


def _from_csv(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    if NAME not in {_column(title) for title in reader.fieldnames or []}:
        message = f"{name} : la colonne « Nom Structure » (ou « Nom_Structure ») manque."
        raise UnreadableFile(message)
    try:
        for facts in reader:
            yield reader.line_num, facts
    except csv.Error:
        message = f"{name} : CSV illisible après la ligne {reader.line_num}. Rien n’est chargé."
        raise UnreadableFile(message) from None


def _from_json(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        found = json.loads(text)
    except ValueError:
        message = f"{name} : JSON illisible. Rien n’est chargé."
        raise UnreadableFile(message) from None
    if isinstance(found, dict):
        found = found.get("data", found.get("results"))
    if not isinstance(found, list):
        message = f"{name} : ce JSON ne contient pas de liste « data » ou « results »."
        raise UnreadableFile(message)
    for number, facts in enumerate(found, start=1):
        yield number, facts if isinstance(facts, dict) else {}


def _column(title: str) -> str:
    return normalise(title.replace("_", " "))


def _row(number: int, facts: dict[str, Any]) -> Row:
    def text(column: str) -> str:
        return " ".join(str(facts.get(column) or "").split())

    level = next((level for level, column in LEVELS.items() if text(column)), "")
    return Row(
        number=number,
        name=text(NAME),
        postcode=text("code postal structure"),
        email=text("email structure"),
        phone=text("telephone structure") or text("telephone 2 structure"),
        website=text("site internet structure"),
        level=level,
        code=text(LEVELS[level]).upper() if level else "",
    )
