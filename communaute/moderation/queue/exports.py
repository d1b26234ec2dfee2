"""The rows of the CSV twins of the room's lists."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.text import Truncator

from communaute.moderation.kinds_of_contents import label_of, mailed_text
from communaute.moderation.models import Case

from .reporters import Reporters, reporters_of

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
        reporters = _reporters(case)
        yield (
            case.pk,
            label_of(case),
            case.place,
            _moment(case.opened_at),
            _moment(case.due_at),
            case.get_gravity_display(),
            reporters.number,
            ", ".join(reporters.reason_labels),
            case.get_status_display(),
            case.claimed_by or "",
            case.entrusted_to or case.get_level_display(),
            Truncator(" ".join(mailed_text(case).split())).chars(CASE_TEXT_CHARS),
        )


def _reporters(case: Case) -> Reporters:
    """Who reported it, as the queue counts them; what they reported before is not asked."""
    notices = case.notices.all()
    rows = [(case.pk, one.visitor_key, one.category, one.reporter_id, 0, 0) for one in notices]
    return reporters_of(rows)[case.pk]


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%d/%m/%Y %H:%M")
