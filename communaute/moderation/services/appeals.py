"""Contesting a decision, and answering: by somebody else, in writing (DSA art. 20)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from socle.calendar import date_format

from ..deciders import deciders_of
from ..enums import Act, AppealOutcome, AppealRoute, DecisionKind
from ..errors import AppealRefusedError, ModerationNotAllowed
from ..models import Appeal, Case
from ..perms import can_appeal, can_decide_appeal
from . import alerts, tell
from .enacting import Ruling, enact, locked_content
from .log import record, together

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from ..models import StatementOfReasons


NOT_YOURS = "Seule la personne concernée peut contester cette décision."
TWICE = "Vous avez déjà contesté cette décision : une seule fois suffit, et vous aurez une réponse."


@transaction.atomic
def appeal(*, actor: User | None, statement: StatementOfReasons, text: str) -> Appeal:
    """Contest a statement, once, within the time it gives; a double click changes nothing more.

    `actor` is the signed-in person, or None for somebody who holds the link of the mail. Raises
    ModerationNotAllowed for another person's statement, AppealRefusedError when it is too late,
    empty or contested already.
    """
    if actor is not None and actor.pk != statement.recipient_id:
        raise ModerationNotAllowed(NOT_YOURS)
    if not text.strip():
        message = "Dites-nous pourquoi vous contestez cette décision."
        raise AppealRefusedError(message)
    case = Case.objects.select_for_update().get(pk=statement.decision.case_id)
    first = Appeal.objects.filter(statement=statement).first()
    if first is not None and first.text == text.strip():
        return first
    if first is not None:
        raise AppealRefusedError(TWICE)
    if not can_appeal(statement):
        day = date_format(timezone.localtime(statement.redress_until), "j F Y à H:i")
        message = f"Le délai pour contester ici est passé : il courait jusqu’au {day}."
        raise AppealRefusedError(message)
    try:
        with transaction.atomic():
            contested = Appeal.objects.create(
                statement=statement, text=text.strip(), looked_at_on=timezone.localdate()
            )
    except IntegrityError as error:
        raise AppealRefusedError(TWICE) from error
    record(case, Act.APPEAL, actor=statement.recipient)
    tell.acknowledge_appeal(contested)
    ask_deciders(contested, contested.filed_at)
    return contested


def ask_deciders(appeal: Appeal, now: datetime) -> int:
    """Tell those who are asked to answer; how many they are. When the national team cannot, the
    appeal is open to who answers for other agencies. The caller holds the appeal, or just made
    it."""
    if deciders_of(appeal)[0] == AppealRoute.AGENCIES and not appeal.open_to_agencies:
        appeal.open_to_agencies = True
        appeal.save(update_fields=["open_to_agencies"])
    return tell.alert_deciders(appeal, now)


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
    appeal.outcome = AppealOutcome.OVERTURNED if upheld else AppealOutcome.CONFIRMED
    appeal.reply = reply.strip()
    appeal.save(update_fields=["decided_at", "decided_by", "upheld", "outcome", "reply"])
    if upheld:
        with together():
            _overturn(actor, case, appeal)
        alerts.tell_decider(appeal)
    else:
        record(case, Act.APPEAL_REJECTED, actor=actor)
    tell.tell_appeal_decided(appeal)
    return appeal


def _overturn(actor: User, case: Case, appeal: Appeal) -> None:
    """Put all back as if it had not been decided: the text, or the measure towards the person."""
    moderated_type, content = locked_content(case)
    decision = enact(
        Ruling(
            case=case,
            kind=DecisionKind.LIFT if appeal.statement.decision.sanction else DecisionKind.RESTORE,
            actor=actor,
            moderated_type=moderated_type,
            content=content,
            note="Recours accepté",
            undoes=appeal.statement.decision,
            because=Act.APPEAL_UPHELD,
            closes=not appeal.statement.decision.sanction,
        )
    )
    if decision.kind == DecisionKind.RESTORE:
        tell.tell_reporters(decision)
