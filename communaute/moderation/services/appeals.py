"""Contesting a decision, and answering: by somebody else, in writing (DSA art. 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..enums import Act, DecisionKind
from ..errors import AppealRefusedError, ModerationNotAllowed
from ..models import Appeal, Case, Decision
from ..perms import acting_organisation, can_appeal, can_decide_appeal
from . import tell
from .decisions import lift, locked_content
from .log import record

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from ..models import StatementOfReasons


@transaction.atomic
def appeal(*, actor: User | None, statement: StatementOfReasons, text: str) -> Appeal:
    """Contest a statement, once, within the time it gives; a double click changes nothing more.

    `actor` is the signed-in person, or None for somebody who holds the link of the mail. Raises
    ModerationNotAllowed for another person's statement, AppealRefusedError when it is too late,
    empty or contested already.
    """
    if actor is not None and actor.pk != statement.recipient_id:
        message = "Seule la personne concernée peut contester cette décision."
        raise ModerationNotAllowed(message)
    if not text.strip():
        message = "Dites-nous pourquoi vous contestez cette décision."
        raise AppealRefusedError(message)
    case = Case.objects.select_for_update().get(pk=statement.decision.case_id)
    twice = Appeal.objects.filter(statement=statement, text=text.strip()).first()
    if twice is not None:
        return twice
    if not can_appeal(statement):
        message = "Cette décision ne peut plus être contestée ici."
        raise AppealRefusedError(message)
    try:
        with transaction.atomic():
            contested = Appeal.objects.create(
                statement=statement, text=text.strip(), looked_at_on=timezone.localdate()
            )
    except IntegrityError as error:
        message = "Vous avez déjà contesté cette décision."
        raise AppealRefusedError(message) from error
    record(case, Act.APPEAL, actor=statement.recipient)
    tell.acknowledge_appeal(contested)
    tell.alert_deciders(contested, contested.filed_at)
    return contested


@transaction.atomic
def decide_appeal(*, actor: User, appeal: Appeal, upheld: bool, reply: str) -> Appeal:
    """Answer an appeal in writing; when it is upheld, the text is shown again.

    Raises ModerationNotAllowed for whoever took the decision, contests it or is not of the national
    team, AppealRefusedError when it is answered already or the reply is empty.
    """
    case = Case.objects.select_for_update().get(pk=appeal.statement.decision.case_id)
    appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
    if appeal.decided_at is not None:
        message = "Une réponse a déjà été donnée à ce recours."
        raise AppealRefusedError(message)
    if not can_decide_appeal(actor, appeal):
        message = "Ce recours doit être examiné par quelqu’un d’autre."
        raise ModerationNotAllowed(message)
    if not reply.strip():
        message = "La réponse écrite est obligatoire."
        raise AppealRefusedError(message)
    appeal.decided_at = timezone.now()
    appeal.decided_by = actor
    appeal.upheld = upheld
    appeal.reply = reply.strip()
    appeal.save(update_fields=["decided_at", "decided_by", "upheld", "reply"])
    record(case, Act.APPEAL_UPHELD if upheld else Act.APPEAL_REJECTED, actor=actor)
    if upheld:
        _overturn(actor, case)
    tell.tell_appeal_decided(appeal)
    return appeal


def _overturn(actor: User, case: Case) -> None:
    moderated_type, content = locked_content(case)
    decision = Decision.objects.create(
        case=case,
        kind=DecisionKind.RESTORE,
        note="Recours accepté",
        decided_by=actor,
        organisation=acting_organisation(actor, case),
    )
    lift(content, moderated_type)
    case.version += 1
    case.closed_at = decision.decided_at
    case.save(update_fields=["version", "closed_at"])
    record(case, Act.RESTORE, actor=actor, decision=decision)
    tell.tell_reporters(decision)
