"""Appeals, made and decided, and the lighter decisions that one may put in place of another."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts
from communaute.moderation.audit_log.log import record, together
from communaute.moderation.deadlines import ends_after
from communaute.moderation.decision_rules import MARKS, NO_REASONS, WORDS_ONLY, Reasons
from communaute.moderation.enums import (
    Act,
    AppealOutcome,
    ContentStatus,
    DecisionKind,
    SanctionKind,
)
from communaute.moderation.errors import (
    AppealRefusedError,
    InvalidDecisionError,
    ModerationNotAllowed,
)
from communaute.moderation.models import (
    Appeal,
    Case,
    Decision,
    ModeratedContent,
    StatementOfReasons,
)
from communaute.moderation.numbers import CAUTION_MAX, NUMBERS
from communaute.moderation.perms import can_appeal, can_decide_appeal
from communaute.moderation.registry import type_of
from communaute.moderation.sanction_rules import milder_for
from communaute.moderation.services import alerts, notify, stale
from communaute.moderation.services.contests import ask_deciders, open_elsewhere
from communaute.moderation.services.private import require_read
from socle.calendar import date_format, days_after

from .restoration import AppealAnswer, restore

# From the lightest to the heaviest; a program alone hides meanwhile.
OF_TEXT = (
    DecisionKind.LABEL,
    DecisionKind.LIMIT,
    DecisionKind.LOCK,
    DecisionKind.ASK_EDIT,
    DecisionKind.AUTO_HIDE,
    DecisionKind.HIDE,
    DecisionKind.REMOVE,
)
OF_PERSON = tuple(SanctionKind)
NOT_LIGHTER = "Choisissez une décision plus légère que la première."
_NO_ACCOUNT = "Ce compte n’existe plus : aucune autre mesure ne peut le concerner."
_NO_TEXT = "Ce texte n’existe plus : aucune autre décision ne peut le concerner."


@dataclass(frozen=True, kw_only=True)
class Lighter:
    """What replaces a decision that was too heavy: on the text (`kind`, with `detail` for a label),
    or towards the person (`sanction`, for `hours` since the first measure began)."""

    kind: str
    sanction: str = ""
    hours: int | None = None
    detail: str = ""
    reasons: Reasons = NO_REASONS

    def check(self, contested: Decision, milder: Collection[DecisionKind], now: datetime) -> None:
        """Raises InvalidDecisionError unless this is lighter than `contested`, possible for this
        kind of content (`milder`), not over already, and has its reasons."""
        measures = lighter_sanctions(contested) if contested.sanction else [""]
        if self.kind not in lighter_kinds(contested, milder) or self.sanction not in measures:
            raise InvalidDecisionError(NOT_LIGHTER)
        if contested.sanction:
            self._check_length(contested, now)
        if self.kind == DecisionKind.LABEL and not 0 < len(self.detail.strip()) <= CAUTION_MAX:
            raise InvalidDecisionError(
                "Écrivez l’avertissement qui sera affiché au-dessus du texte, "
                f"en {CAUTION_MAX} caractères au plus."
            )
        self.reasons.check(contested.statement.excerpt)

    def _check_length(self, contested: Decision, now: datetime) -> None:
        ends_at = self.ends_at(contested, now)
        if self.sanction in WORDS_ONLY:
            return
        if self.hours is None or ends_at is None or ends_at <= now:
            message = "Cette durée est déjà passée : acceptez le recours, ou donnez-en une autre."
            raise InvalidDecisionError(message)
        last = contested.ends_at
        if last is not None and (
            ends_at > last or (ends_at == last and self.sanction == contested.sanction)
        ):
            raise InvalidDecisionError("Choisissez une durée plus courte que la première.")

    def ends_at(self, contested: Decision, now: datetime) -> datetime | None:
        """When it ends: hours already served count; a reminder counts from now."""
        if self.kind == DecisionKind.ASK_EDIT:
            return days_after(now, NUMBERS.edit_days)
        if self.sanction in WORDS_ONLY:
            return days_after(now, NUMBERS.counts_days)
        return None if self.hours is None else ends_after(self.hours, contested.decided_at)


def gone(contested: Decision) -> str:
    """Why nothing may replace a decision, its account or its text being gone; "" when they are
    there."""
    content = cast("ModeratedContent | None", contested.case.target)
    if contested.sanction:
        is_gone = contested.case.author_id is None
        return _NO_ACCOUNT if is_gone else ""
    return _NO_TEXT if content is None or content.status == DELETED else ""


def lighter_kinds(contested: Decision, milder: Collection[DecisionKind]) -> list[DecisionKind]:
    """What may replace a decision; `milder` are those that only some kinds of content know."""
    if contested.sanction:
        return [DecisionKind.SANCTION] if lighter_sanctions(contested) else []
    below = OF_TEXT[: OF_TEXT.index(DecisionKind(contested.kind))]
    possible = {*milder, DecisionKind.HIDE}
    # Closing a text to answers is no lighter way to hide it.
    if contested.kind not in MARKS:
        possible.discard(DecisionKind.LOCK)
    return [kind for kind in below if kind in possible]


def lighter_sanctions(contested: Decision) -> list[SanctionKind]:
    """What may replace a measure: a lighter one, or the same for less time."""
    if not contested.sanction:
        return []
    place = OF_PERSON.index(SanctionKind(contested.sanction))
    has_length = contested.ends_at is not None and contested.sanction not in WORDS_ONLY
    return [*OF_PERSON[:place], *([OF_PERSON[place]] if has_length else [])]


# Answering an appeal: the decision stands, or is taken back, or a lighter one replaces it.


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
        raise ModerationNotAllowed("Ce recours doit être examiné par quelqu’un d’autre.")
    require_read(actor, case)
    if version is not None and version != case.version:
        raise stale(case, actor)
    if outcome not in AppealOutcome:
        raise AppealRefusedError("Choisissez une réponse.")
    if not reply.strip():
        raise AppealRefusedError("La réponse écrite est obligatoire.")
    now = timezone.now()
    answer = AppealAnswer(actor, case, appeal.statement.decision, now)
    if outcome != AppealOutcome.CONFIRMED:
        _require_no_correction(answer)
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
    notify.tell_appeal_decided(appeal)
    return appeal


def _require_no_correction(answer: AppealAnswer) -> None:
    """What its author corrected since is first read: the decision was about other words."""
    content = cast("ModeratedContent | None", answer.case.target)
    if answer.contested.sanction or content is None or content.status != ContentStatus.PENDING:
        return
    waiting = open_elsewhere(answer.case)
    raise InvalidDecisionError(
        "Depuis, l’auteur a corrigé ce texte, et sa correction attend d’être lue : décidez-en "
        f"d’abord{f', dans le dossier n° {waiting.pk}' if waiting else ''}, puis répondez ici."
    )


def _checked(answer: AppealAnswer, lighter: Lighter | None) -> Lighter:
    if lighter is None:
        raise InvalidDecisionError(NOT_LIGHTER)
    if not answer.still_holds:
        message = "La décision contestée ne vaut plus : elle ne peut plus être remplacée."
        raise InvalidDecisionError(message)
    if message := gone(answer.contested):
        raise InvalidDecisionError(message)
    kind = type_of(answer.case)
    lighter.check(answer.contested, milder_for(kind, answer.case.author), answer.at)
    return lighter


# Contesting a decision: once, in time, by the person it is about.


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
    lock_accounts(statement.recipient_id)
    # Read again: the account may have closed while it was waited for.
    statement = StatementOfReasons.objects.select_related("decision").get(pk=statement.pk)
    if actor is not None and actor.pk != statement.recipient_id:
        raise ModerationNotAllowed(NOT_YOURS)
    if not text.strip():
        raise AppealRefusedError("Dites-nous pourquoi vous contestez cette décision.")
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
    notify.acknowledge_appeal(contested)
    ask_deciders(contested, contested.filed_at)
    return contested
