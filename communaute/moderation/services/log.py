"""The log of moderation: one sealed row per act, in the transaction of the act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ..models import Case, Decision, LogHead, ModerationLog
from ..perms import acting_organisation
from ..sealing import current_key_id, seal, seal_head

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User

    from ..enums import Act


@transaction.atomic
def record(
    case: Case | None,
    act: Act,
    *,
    actor: User | None = None,
    detail: str = "",
    decision: Decision | None = None,
    organisation: Organisation | None = None,
) -> ModerationLog:
    """Add a row to the log, after the last one, whatever its case; None when it concerns none.

    The head of the log is the last row that a transaction locks (docs/architecture.md): lock
    whatever else is needed before, and let one transaction do one act.
    `actor` is left empty for a notice: the log is read by people who need not know who reported.
    `organisation` is in whose name they act, the one that covers the case unless it is given.
    `decision` is the one this act took; its words and its statement's are sealed with the row.
    """
    if organisation is None and actor is not None and case is not None:
        organisation = acting_organisation(actor, case)
    head = _locked_head()
    row = ModerationLog(
        case=case,
        position=head.position + 1,
        actor=actor,
        actor_number=actor.pk if actor else None,
        organisation=organisation,
        decision=decision,
        act=act,
        detail=detail,
        key_id=current_key_id(),
    )
    row.digest = seal(row, head.digest) or ""
    row.save()
    head.position, head.digest, head.key_id = row.position, row.digest, row.key_id
    head.seal = seal_head(head) or ""
    head.save()
    return row


def _locked_head() -> LogHead:
    """The head, locked until the end of the transaction. When it is missing from a log that has
    rows, it goes on from the last one and says since when."""
    head = LogHead.objects.select_for_update().filter(pk=LogHead.ONLY).first()
    if head is not None:
        return head
    last = ModerationLog.objects.order_by("position").last()
    position, digest = (last.position, last.digest) if last else (0, "")
    fresh = LogHead(position=position, digest=digest, since=position + 1, key_id=current_key_id())
    fresh.seal = seal_head(fresh) or ""
    # Two first writers at once: one makes it, both lock it.
    LogHead.objects.bulk_create([_numbered(fresh)], ignore_conflicts=True)
    return LogHead.objects.select_for_update().get(pk=LogHead.ONLY)


def _numbered(head: LogHead) -> LogHead:
    head.pk = LogHead.ONLY
    return head
