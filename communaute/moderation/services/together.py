"""Deciding on many cases at once, for spam: all of them or none, each with its own statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ..errors import InvalidDecisionError, ModerationError, TogetherRefusedError
from ..models import Case, Decision
from ..numbers import NUMBERS
from .decisions import decide_case
from .enacting import locked_content
from .undoing import undo_decision

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
    # All the locks before the first act: the head of the log is the last row that one locks.
    cases = list(
        Case.objects.select_for_update(of=("self",)).filter(pk__in=versions).order_by("pk")
    )
    if len(cases) != len(versions):
        message = "L’un de ces dossiers n’existe plus. Revenez à la file."
        raise InvalidDecisionError(message)
    for case in cases:
        locked_content(case)
    made = []
    for case in cases:
        try:
            made.append(decide_case(actor=actor, case=case, version=versions[case.pk], **decision))
        except ModerationError as error:
            raise TogetherRefusedError(case=case, why=str(error)) from error
    return made


@transaction.atomic
def undo_together(*, actor: User, decisions: Sequence[Decision]) -> list[Decision]:
    """Take back several decisions made at once: all, or none when one of them stays. Raises as
    `undo_decision`."""
    ordered = sorted(decisions, key=lambda one: one.case_id)
    return [undo_decision(actor=actor, decision=one) for one in ordered]
