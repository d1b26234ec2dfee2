"""The mail that a person would get, before anything is decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from communaute.moderation.deadlines import ends_after
from communaute.moderation.enums import DecisionKind
from communaute.moderation.kinds_of_contents import content_of
from communaute.moderation.sanctions.services import reasons_of_proposal
from communaute.moderation.services import Ruling

from ..pages import mail_of

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from communaute.moderation.decision_rules.giving import Reasons
    from communaute.moderation.models import Case, Proposal


def mail_of_measure(
    user: User, case: Case, sanction: str, hours: int | None, reasons: Reasons
) -> str:
    """The mail of a measure that this person would take now."""
    kind, content = content_of(case)
    ruling = Ruling(
        case=case,
        kind=DecisionKind.SANCTION,
        actor=user,
        moderated_type=kind,
        content=content,
        reasons=reasons,
        sanction=sanction,
        ends_at=_end(hours),
    )
    return mail_of(ruling)


def mail_of_proposal(user: User, proposal: Proposal) -> str:
    """The mail that leaves if this person confirms the proposal now."""
    reasons = reasons_of_proposal(proposal)
    if proposal.sanction:
        return mail_of_measure(user, proposal.case, proposal.sanction, proposal.hours, reasons)
    kind, content = content_of(proposal.case)
    ruling = Ruling(
        case=proposal.case,
        kind=proposal.kind,
        actor=user,
        moderated_type=kind,
        content=content,
        reasons=reasons,
    )
    return mail_of(ruling)


def _end(hours: int | None) -> datetime | None:
    return None if hours is None else ends_after(hours, timezone.now())
