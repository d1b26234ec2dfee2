"""The log of moderation: one sealed row per act, in the transaction of the act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models import ModerationLog
from ..perms import acting_organisation

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from ..enums import Act
    from ..models import Case


def record(case: Case, act: Act, *, actor: User | None = None, detail: str = "") -> ModerationLog:
    """Add a row to the case's log. The caller holds the lock of the case.

    `actor` is left empty for a notice: the log is read by people who need not know who reported.
    """
    last = ModerationLog.objects.filter(case=case).order_by("position").last()
    row = ModerationLog(
        case=case,
        position=last.position + 1 if last else 1,
        actor=actor,
        organisation=acting_organisation(actor, case) if actor else None,
        act=act,
        detail=detail,
    )
    row.digest = row.seal(last.digest if last else "")
    row.save()
    return row


def is_intact(case: Case) -> bool:
    """Whether no row of the case's log was changed, removed from the middle or slipped in."""
    previous = ""
    for position, row in enumerate(case.log.order_by("position"), start=1):
        if row.position != position or row.digest != row.seal(previous):
            return False
        previous = row.digest
    return True
