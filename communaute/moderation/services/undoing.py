"""Taking back at once what one has just decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..deadlines import answers_appeal, undoable_until
from ..enums import CaseStatus, DecisionKind
from ..errors import InvalidDecisionError, ModerationNotAllowed
from ..models import Case, Decision, Proposal
from .enacting import Ruling, enact, locked_content
from .holding import locked_case

if TYPE_CHECKING:
    from datetime import datetime

    from communaute.comptes.models import User

TOO_LATE = "Cette décision ne peut plus être annulée : rouvrez le dossier."
_NEVER = (DecisionKind.UNDO, DecisionKind.LIFT, DecisionKind.MOVE, DecisionKind.AUTO_HIDE)


def undo_until(decision: Decision) -> datetime:
    """Until when a decision may be taken back; nothing is sent before."""
    return undoable_until(decision.decided_at)


def can_undo(user: object, decision: Decision, now: datetime) -> bool:
    """Who took it may, for some minutes, while nothing was decided since on the case."""
    return (
        decision.decided_by_id is not None
        and decision.decided_by_id == getattr(user, "pk", None)
        and decision.kind not in _NEVER
        and now < undo_until(decision)
        and decision.case.decisions.last() == decision
        and not hasattr(getattr(decision, "statement", None), "appeal")
        and not answers_appeal(decision)
    )


@transaction.atomic
def undo_decision(*, actor: User, decision: Decision) -> Decision:
    """Put all back as it was before a decision one has just taken; what was to be sent is not.

    The decision, its statement and the log stay. The case is open again, held by who decided; a
    proposal that was confirmed waits again.
    Again returns the same. Raises ModerationNotAllowed for somebody else's decision,
    InvalidDecisionError when it is too late or something was decided since.
    """
    case = locked_case(actor, decision.case)
    decision = Decision.objects.select_related("case").get(pk=decision.pk)
    twice = decision.undone_by.filter(kind=DecisionKind.UNDO).first()
    if twice is not None and twice.decided_by_id == actor.pk:
        return twice
    if decision.decided_by_id != actor.pk:
        message = "Seule la personne qui vient de décider peut annuler sa décision."
        raise ModerationNotAllowed(message)
    now = timezone.now()
    if not can_undo(actor, decision, now):
        raise InvalidDecisionError(TOO_LATE)
    moderated_type, content = locked_content(case)
    _reopen(case, actor, decision, now)
    undoing = enact(
        Ruling(
            case=case,
            kind=DecisionKind.UNDO,
            actor=actor,
            moderated_type=moderated_type,
            content=content,
            undoes=decision,
            closes=False,
            at=now,
        )
    )
    if decision.sanction and case.author is not None:
        case.author.forget()
    # What a second person confirmed waits for one again.
    Proposal.objects.filter(decision=decision).update(decision=None, closed_at=None)
    return undoing


def _reopen(case: Case, actor: User, decision: Decision, now: datetime) -> None:
    """As it was when it was decided: open and held, unless the decision found it closed."""
    case.version += 1
    fields = ["version"]
    reopened_it = decision.kind == DecisionKind.RESTORE and decision.undoes_id is not None
    closed_by_it = case.status == CaseStatus.DECIDED and not reopened_it and not decision.sanction
    if closed_by_it and not _open_elsewhere(case):
        case.status, case.closed_at = CaseStatus.CLAIMED, None
        case.claimed_by, case.claimed_at = actor, now
        fields += ["status", "closed_at", "claimed_by", "claimed_at"]
    case.save(update_fields=fields)


def _open_elsewhere(case: Case) -> bool:
    """Whether the same text was reported since, and has its open case."""
    same = Case.objects.to_decide().filter(
        content_type=case.content_type_id, object_id=case.object_id
    )
    return same.exists()
