"""A file of buildings, as syndics export it: its text, its columns, its lines. Keeps only columns
that are known here; the others are read over, and only their titles are told.
"""

import csv
import io
from dataclasses import dataclass

from socle.numbers import quantity
from socle.spreadsheets import decoded, separator_of
from socle.words import normalise

from ...errors import SyndicError
from ...numbers import SYNDIC_NUMBERS

# A title of the file, in normal form -> what we call it.
TITLES = {
    "numero": "number",
    "rnic": "number",
    "nom": "name",
    "residence": "name",
    "copropriete": "name",
    "immeuble": "name",
    "nom de la copropriete": "name",
    "nom de l immeuble": "name",
    "adresse": "address",
    "adresse de l immeuble": "address",
    "adresse immeuble": "address",
    "code postal": "postcode",
    "cp": "postcode",
    "commune": "town",
    "ville": "town",
    "annee chaudiere": "boiler_year",
    "annee de la chaudiere": "boiler_year",
    "date ag": "assembly",
    "prochaine ag": "assembly",
    "prochaine assemblee generale": "assembly",
}
# A spreadsheet of an office suite, a PDF, an image: not a text.
NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
TITLE_CHARS = 40


class UnreadableSheet(SyndicError):
    """The file as a whole cannot be read: `str(error)` is a French sentence."""


@dataclass(frozen=True)
class Row:
    """One line: `number` is its place in the file, from 1; `cells` hold known columns only."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """`left_out` are the titles of the columns that are not read."""

    rows: list[Row]
    left_out: list[str]


def _column(title: str) -> str | None:
    """What a title names: « N° d’immatriculation (RNIC) » as « Immatriculation »."""
    is_number = "immatriculation" in title and "date" not in title
    return "number" if is_number else TITLES.get(title)


def read_sheet(data: bytes) -> Sheet:
    """The lines of a CSV (UTF-8, UTF-16 or Windows-1252; `;`, `,` or tab). Raises UnreadableSheet.

    Without titles, the first column must hold register numbers.
    """
    text = decode(data)
    lines = [line for line in _lines(text) if any(cell.strip() for cell in line[1])]
    if not lines:
        raise UnreadableSheet("Ce fichier est vide. Mettez un immeuble par ligne.")
    columns = {
        place: known
        for place, title in reversed(list(enumerate(lines[0][1])))
        if (known := _column(normalise(title)))
    }
    if columns:
        left_out = [
            title.strip()[:TITLE_CHARS]
            for place, title in enumerate(lines[0][1])
            if place not in columns and title.strip()
        ]
        lines = lines[1:]
    elif looks_like_number(lines[0][1][0]):
        columns, left_out = {0: "number"}, []
    else:
        raise UnreadableSheet(
            "Nous ne reconnaissons aucune colonne. Sur la première ligne, écrivez par exemple : "
            "numéro d’immatriculation. Ou : adresse, code postal, commune."
        )
    if not {"number", "address"} & set(columns.values()):
        raise UnreadableSheet("Il manque une colonne : numéro d’immatriculation, ou adresse.")
    if len(lines) > SYNDIC_NUMBERS.file_lines:
        raise UnreadableSheet(
            f"Ce fichier a {quantity(len(lines), 'ligne')} : {SYNDIC_NUMBERS.file_lines} au plus. "
            "Coupez-le en plusieurs fichiers."
        )
    if not lines:
        raise UnreadableSheet("Ce fichier n’a que des titres. Mettez un immeuble par ligne.")
    rows = [Row(number, _known(columns, cells)) for number, cells in lines]
    return Sheet(rows, left_out)


def decode(data: bytes) -> str:
    """The text of a file, whatever wrote it. Raises UnreadableSheet for what is no text."""
    if data.startswith(NOT_TEXT):
        message = "Ce n’est pas un fichier CSV. Dans votre tableur, enregistrez au format CSV."
        raise UnreadableSheet(message)
    try:
        return decoded(data)
    except UnicodeDecodeError:
        raise UnreadableSheet("Ce fichier est abîmé : nous ne pouvons pas le lire.") from None


def looks_like_number(text: str) -> bool:
    """Two letters and seven digits, spaced or not: a number of the national register."""
    joined = "".join(text.split())
    return len(joined) == 9 and joined[:2].isalpha() and joined[2:].isdecimal()


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Each line with its place in the file, as a spreadsheet numbers it."""
    text = text.replace("\x00", "")
    separator = separator_of(text)
    try:
        return list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1))
    except csv.Error:
        message = "Une case de ce fichier est trop longue ou mal fermée. Vérifiez les guillemets."
        raise UnreadableSheet(message) from None


def _known(columns: dict[int, str], cells: list[str]) -> dict[str, str]:
    return {
        name: " ".join(cells[place].split())
        for place, name in columns.items()
        if place < len(cells)
    }
