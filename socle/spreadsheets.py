"""Tables of spreadsheets. Written: CSV in UTF-8 with its mark, semicolons, no cell is a formula.
Read: in the encoding and with the separator that the spreadsheet of the person chose.
"""

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from django.http import HttpResponse

# A cell that starts so would be run as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SEPARATORS = (";", ",", "\t")
type Rows = Iterable[Iterable[object]]


class Writable(Protocol):
    """A text stream, or a response."""

    def write(self, text: str, /) -> object: ...


def csv_response(name: str, rows: Rows, *, is_refused: bool = False) -> HttpResponse:
    """A CSV file to download; the first row holds the titles. `is_refused` (422): asked with a
    wrong filter, it has nothing else, for a file shows no error and is never wider than asked."""
    response = HttpResponse(
        "\ufeff",
        status=422 if is_refused else 200,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    write_rows(response, rows)
    return response


def write_csv(path: Path, rows: Rows) -> None:
    """The same, in a file; its folder is made when missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        write_rows(stream, rows)


def write_rows(stream: Writable, rows: Rows) -> None:
    """Lines of the table; a text that would be a formula is led by an apostrophe. A number is none:
    below 0, it stays a number, with the decimal comma of a French spreadsheet."""
    writer = csv.writer(stream, delimiter=";")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: object) -> str:
    if isinstance(cell, int | float | Decimal):
        return str(cell).replace(".", ",")
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16, with their mark or not, else that of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    # Without its mark, half of the bytes of a French text in UTF-16 are zero.
    if b"\x00" in data[:200]:
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def separator_of(text: str) -> str:
    """What separates the columns of a CSV: the most frequent of `SEPARATORS` in its first line."""
    return max(SEPARATORS, key=text.partition("\n")[0].count)
