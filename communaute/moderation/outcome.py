"""What became of a text, as it stands today: what people who reported it are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .enums import DecisionKind
from .models import Decision
from .ruling.effects import HIDING

if TYPE_CHECKING:
    from .models import Case, ModeratedContent

# What a program decides says nothing yet, what is taken back at once says nothing any more.
_NO_WORD = (DecisionKind.AUTO_HIDE, DecisionKind.UNDO)
_GIVES_BACK = (DecisionKind.KEEP, DecisionKind.APPROVE, DecisionKind.RESTORE)


def last_word(case: Case) -> Decision | None:
    """The decision of a person that says what becomes of the text of a case: what hides it, else
    the last one that stands. Measures towards its author say nothing of the text."""
    rows = Decision.objects.of_text(case).about_text().standing().exclude(kind__in=_NO_WORD)
    rows = rows.select_related("undoes", "organisation").order_by("pk")
    content = cast("ModeratedContent | None", case.target)
    if content is not None and content.hidden_for_id is not None:  # type: ignore[attr-defined]
        hides = rows.filter(statement=content.hidden_for_id).last()  # type: ignore[attr-defined]
        if hides is not None:
            return hides
    return rows.last()


def outcome_of(decision: Decision) -> str:
    """Which decision its outcome is told as: a text that was hidden is told back online, one that
    only lost a mark was there all along."""
    undone = decision.undoes
    if undone is None or decision.kind not in _GIVES_BACK:
        return decision.kind
    return DecisionKind.RESTORE if undone.kind in HIDING else DecisionKind.KEEP
