"""Contesting a decision: once, in time, by the person it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from communaute.comptes.services import hold_accounts
from communaute.moderation.enums import Act
from communaute.moderation.errors import AppealRefusedError, ModerationNotAllowed
from communaute.moderation.models import Appeal, Case, StatementOfReasons
from communaute.moderation.perms import can_appeal
from communaute.moderation.services import tell
from communaute.moderation.services.contests import ask_deciders
from communaute.moderation.services.log import record
from socle.calendar import date_format

if TYPE_CHECKING:
    from communaute.comptes.models import User

NOT_YOURS = "Seule la personne concernée peut contester cette décision."
TWICE = "Vous avez déjà contesté cette décision : une seule fois suffit, et vous aurez une réponse."
TAKEN_BACK = (
    "Cette décision ne vaut plus : elle a été annulée depuis. Vous n’avez rien à contester."
)


@transaction.atomic
def appeal(*, actor: User | None, statement: StatementOfReasons, text: str) -> Appeal:
    """Contest a statement, once, within the time it gives; a double click changes nothing more.

    `actor` is the signed-in person, or None for somebody who holds the link of the mail, even once
    their account is closed. Raises ModerationNotAllowed for another person's statement, or one's
    own once the account is closed; AppealRefusedError when it is too late, empty or contested
    already, or when the decision was taken back since.
    """
    hold_accounts(statement.recipient_id)
    # Read again: the account may have closed while it was waited for.
    statement = StatementOfReasons.objects.select_related("decision").get(pk=statement.pk)
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
        day = date_format(timezone.localtime(statement.redress_until), "j F Y")
        message = f"Le délai pour contester ici est passé : il courait jusqu’au {day}."
        raise AppealRefusedError(message)
    if not StatementOfReasons.objects.standing().filter(pk=statement.pk).exists():
        raise AppealRefusedError(TAKEN_BACK)
    try:
        with transaction.atomic():
            contested = Appeal.objects.create(
                statement=statement,
                text=text.strip(),
                filed_at=timezone.now(),
                looked_at_on=timezone.localdate(),
            )
    except IntegrityError as error:
        raise AppealRefusedError(TWICE) from error
    record(case, Act.APPEAL, actor=statement.recipient)
    tell.acknowledge_appeal(contested)
    ask_deciders(contested, contested.filed_at)
    return contested
