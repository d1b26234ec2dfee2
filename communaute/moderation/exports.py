"""CSV twins of the room's lists, readable by spreadsheets (UTF-8 with a mark, semicolons)."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse

# A cell that starts so would be run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A CSV file to download; the first row holds the titles."""
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    writer = csv.writer(response, delimiter=";")
    for row in rows:
        writer.writerow([_harmless(str(cell)) for cell in row])
    return response


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
