"""CSV twins of the room's lists, readable by spreadsheets (UTF-8 with a mark, semicolons)."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import Truncator

from .models import Case
from .pages import label_of

# A cell that starts so would be run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CASE_TITLES = (
    "dossier",
    "nature",
    "lieu",
    "ouvert le",
    "à décider avant",
    "signalements",
    "état",
    "pris par",
    "texte signalé",
)
CASE_TEXT_CHARS = 200


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


def case_rows(cases: Iterable[Case]) -> Iterator[tuple[object, ...]]:
    """Titles, then one line per case of `Case.objects.for_list()`."""
    yield CASE_TITLES
    for case in cases:
        yield (
            case.pk,
            label_of(case),
            case.place,
            _moment(case.opened_at),
            _moment(case.due_at),
            case.notices_count,
            case.get_status_display(),
            case.claimed_by or "",
            Truncator(" ".join(case.snapshot.split())).chars(CASE_TEXT_CHARS),
        )


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%d/%m/%Y %H:%M")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
