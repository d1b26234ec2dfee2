"""Answering an appeal: the decision stands, or is taken back, or a lighter one replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.utils import timezone

from communaute.moderation.enums import Act, AppealOutcome, ContentStatus
from communaute.moderation.errors import (
    AppealRefusedError,
    InvalidDecisionError,
    ModerationNotAllowed,
)
from communaute.moderation.kinds_of_contents import type_of
from communaute.moderation.models import Appeal, Case
from communaute.moderation.perms import can_decide_appeal
from communaute.moderation.services import alerts, stale, tell
from communaute.moderation.services.log import record, together

from .lighter import NOT_LIGHTER, Lighter
from .restoring import Answer, restore

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from communaute.moderation.models import ModeratedContent

DELETED = ContentStatus.DELETED


@transaction.atomic
def decide_appeal(
    *,
    actor: User,
    appeal: Appeal,
    outcome: str,
    reply: str,
    lighter: Lighter | None = None,
    version: int | None = None,
) -> Appeal:
    """Answer an appeal in writing: the decision stands, or all is put back as if it had not been,
    or a `lighter` one, with its own statement of reasons, replaces it.

    `version` is the case's when it was read (optional). Raises ModerationNotAllowed for whoever
    took the decision, contests it, or may not answer; AppealRefusedError when it is answered
    already or the reply is empty; StaleCaseError when the case moved; InvalidDecisionError for
    what is not lighter, or lacks its reasons.
    """
    case = Case.objects.select_for_update().get(pk=appeal.statement.decision.case_id)
    appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
    if appeal.decided_at is not None:
        message = "Une réponse a déjà été donnée à ce recours."
        if appeal.decided_by_id == actor.pk:
            message = "Vous avez déjà répondu à ce recours : c’est votre première réponse qui vaut."
        raise AppealRefusedError(message)
    if not can_decide_appeal(actor, appeal):
        message = "Ce recours doit être examiné par quelqu’un d’autre."
        raise ModerationNotAllowed(message)
    if version is not None and version != case.version:
        raise stale(case, actor)
    if outcome not in AppealOutcome:
        message = "Choisissez une réponse."
        raise AppealRefusedError(message)
    if not reply.strip():
        message = "La réponse écrite est obligatoire."
        raise AppealRefusedError(message)
    now = timezone.now()
    answer = Answer(actor, case, appeal.statement.decision, now)
    if outcome == AppealOutcome.ALTERED:
        lighter = _checked(answer, lighter)
    appeal.decided_at, appeal.decided_by = now, actor
    appeal.outcome, appeal.upheld = outcome, outcome != AppealOutcome.CONFIRMED
    appeal.reply = reply.strip()
    appeal.save(update_fields=["decided_at", "decided_by", "outcome", "upheld", "reply"])
    if outcome == AppealOutcome.CONFIRMED:
        record(case, Act.APPEAL_REJECTED, actor=actor, organisation=answer.organisation)
    else:
        with together():
            restore(answer, lighter if outcome == AppealOutcome.ALTERED else None)
        alerts.tell_decider(appeal)
    tell.tell_appeal_decided(appeal)
    return appeal


def _checked(answer: Answer, lighter: Lighter | None) -> Lighter:
    if lighter is None:
        raise InvalidDecisionError(NOT_LIGHTER)
    if not answer.still_holds:
        message = "La décision contestée ne vaut plus : elle ne peut plus être remplacée."
        raise InvalidDecisionError(message)
    kind = type_of(answer.case)
    content = cast("ModeratedContent | None", answer.case.target)
    if answer.contested.sanction and answer.case.author_id is None:
        message = "Ce compte n’existe plus : aucune autre mesure ne peut le concerner."
        raise InvalidDecisionError(message)
    if not answer.contested.sanction and (content is None or content.status == DELETED):
        message = "Ce texte n’existe plus : aucune autre décision ne peut le concerner."
        raise InvalidDecisionError(message)
    lighter.check(answer.contested, kind.marks if kind else (), answer.at)
    return lighter
