"""The rows of the CSV twins of the room's lists."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.text import Truncator

from communaute.moderation.kinds_of_contents import label_of, listed_text
from communaute.moderation.models import Case

CASE_TITLES = (
    "dossier",
    "nature",
    "lieu",
    "ouvert le",
    "à décider avant",
    "gravité",
    "signalements",
    "raisons",
    "état",
    "pris par",
    "confié à",
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
            case.get_gravity_display(),
            case.notices_count,
            ", ".join(sorted({str(one) for one in case.notices.all()})),
            case.get_status_display(),
            case.claimed_by or "",
            case.entrusted_to or case.get_level_display(),
            Truncator(" ".join(listed_text(case).split())).chars(CASE_TEXT_CHARS),
        )


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%d/%m/%Y %H:%M")
