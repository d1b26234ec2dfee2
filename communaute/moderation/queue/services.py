"""Deciding on many cases at once, for spam: all of them or none; what one may still take back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from communaute.moderation.errors import (
    InvalidDecisionError,
    ModerationError,
    TogetherRefusedError,
)
from communaute.moderation.models import Case, Decision
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.registry import Hold, registered
from communaute.moderation.services import decide_case, undo_decision
from communaute.moderation.services.log import together

if TYPE_CHECKING:
    from communaute.comptes.models import User


@transaction.atomic
def decide_together(*, actor: User, versions: Mapping[int, int], **decision: Any) -> list[Decision]:
    """Decide the same of several cases: all, or none when one of them may not be decided.

    `versions` says at which version each case was read; the rest is what `decide_case` takes.
    Raises InvalidDecisionError for none or too many, and TogetherRefusedError, which says which
    case refused and why.
    """
    if not versions or len(versions) > NUMBERS.bulk_max:
        message = f"Choisissez de 1 à {NUMBERS.bulk_max} dossiers."
        raise InvalidDecisionError(message)
    cases = _held(versions)
    if len(cases) != len(versions):
        message = "L’un de ces dossiers n’existe plus. Revenez à la file."
        raise InvalidDecisionError(message)
    made = []
    with together():
        for case in cases:
            version = versions[case.pk]
            try:
                made.append(decide_case(actor=actor, case=case, version=version, **decision))
            except ModerationError as error:
                raise TogetherRefusedError(case=case, why=str(error)) from error
    return made


@transaction.atomic
def undo_together(*, actor: User, decisions: Sequence[Decision]) -> list[Decision]:
    """Take back several decisions made at once: all, or none when one of them stays. Raises as
    `undo_decision`."""
    ordered = sorted(decisions, key=lambda one: one.case_id)
    _held([one.case_id for one in ordered])
    with together():
        return [undo_decision(actor=actor, decision=one) for one in ordered]


def _held(numbers: Iterable[int]) -> list[Case]:
    """These cases, then their texts and what their rooms count on them, locked in the order of
    docs/mecanismes.md: several people decide at the same time on texts of the same threads."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("content_type")
    cases = list(rows.filter(pk__in=numbers).order_by("pk"))
    by_model: dict[Any, list[int]] = {}
    for case in cases:
        by_model.setdefault(case.content_type.model_class(), []).append(case.object_id)
    texts: dict[Hold, list[Any]] = {}
    for kind in registered():
        if pks := by_model.get(kind.model):
            found = kind.model._default_manager.filter(pk__in=pks)
            texts.setdefault(kind.hold, []).extend(found)
    for hold, contents in sorted(texts.items(), key=lambda one: _rank(one[0])):
        hold(contents)
    return cases


def _rank(hold: Hold) -> int:
    """The same order whatever the texts: visits before threads."""
    return [kind.hold for kind in reversed(registered())].index(hold)


SESSION = "moderation_undo"


def offer(request: HttpRequest, *, on: Case | None = None) -> dict[str, Any] | None:
    """What may still be undone: what was done (`said`), `until` when, its decisions (`pks`); no
    query. On the page of a case, only if one came to it by deciding: it names another text."""
    kept = request.session.get(SESSION)
    if kept is None or datetime.fromisoformat(kept["until"]) <= timezone.now():
        return None
    if on is not None and kept["landing"] != on.pk:
        return None
    return kept | {"until": datetime.fromisoformat(kept["until"])}
