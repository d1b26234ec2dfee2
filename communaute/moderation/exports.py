"""The rows of the CSV twins of the room's lists."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.text import Truncator

from .models import Case
from .pages import label_of

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
