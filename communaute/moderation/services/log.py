"""The log of moderation: one sealed row per act, in the transaction of the act."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..models import Case, Decision, ModerationLog
from ..perms import acting_organisation
from ..sealing import current_key_id, seal

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from ..enums import Act


def record(
    case: Case,
    act: Act,
    *,
    actor: User | None = None,
    detail: str = "",
    decision: Decision | None = None,
) -> ModerationLog:
    """Add a row to the case's log. The caller holds the lock of the case.

    `actor` is left empty for a notice: the log is read by people who need not know who reported.
    `decision` is the one this act took; its words and its statement's are sealed with the row.
    """
    last = ModerationLog.objects.filter(case=case).order_by("position").last()
    row = ModerationLog(
        case=case,
        position=last.position + 1 if last else 1,
        actor=actor,
        actor_number=actor.pk if actor else None,
        organisation=acting_organisation(actor, case) if actor else None,
        decision=decision,
        act=act,
        detail=detail,
        key_id=current_key_id(),
    )
    row.digest = seal(row, last.digest if last else "") or ""
    row.save()
    return row


def is_intact(case: Case) -> bool:
    """Whether nothing of the case's log was changed, removed or slipped in."""
    return not list(problems_of(case))


def problems_of(case: Case) -> Iterator[str]:
    """What is wrong with the log of one case, in French; nothing when it is as it was written."""
    previous = ""
    logged = set()
    rows = case.log.select_related("decision__statement").order_by("position")
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            yield f"la ligne {position} manque"
            return
        wanted = seal(row, previous)
        if wanted is None:
            yield f"la ligne {position} est scellée par une clé inconnue ({row.key_id or 'aucune'})"
            return
        if not hmac.compare_digest(wanted, row.digest):
            yield f"la ligne {position}, ou la décision qu’elle nomme, a été changée"
            return
        if row.actor_id not in {None, row.actor_number}:
            yield f"la ligne {position} nomme une autre personne"
        logged.add(row.decision_id)
        previous = row.digest
    for decision in case.decisions.all():
        if decision.pk not in logged:
            yield f"la décision n° {decision.pk} n’est plus au journal"


def verify() -> Iterator[tuple[Case, str]]:
    """Every case whose log is not as it was written, with what is wrong."""
    for case in Case.objects.order_by("pk").iterator(chunk_size=500):
        for problem in problems_of(case):
            yield case, problem
