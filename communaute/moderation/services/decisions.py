"""Holding and deciding cases. No text is hidden here without its statement of reasons."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.utils import timezone

from socle.public_pages import touch_public_pages

from ..deadlines import redress_until
from ..enums import Act, CaseStatus, ContentStatus, DecisionKind, Ground
from ..errors import InvalidDecisionError, ModerationNotAllowed, StaleCaseError
from ..models import Case, Decision, ModeratedContent, StatementOfReasons
from ..numbers import NUMBERS
from ..perms import acting_organisation, can_moderate
from ..registry import ModeratedType, by_model
from . import tell
from .log import record

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User

RESTRICTION = "Texte masqué : le public ne le voit plus"
NATIONAL_TEAM = "l’équipe nationale"
NATIONAL_SIGNATORY = "Équipe nationale de ChauffageUrbain, modération"


def text_digest(text: str) -> str:
    """Short fingerprint of a text, to notice that it changed under a moderator's eyes."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def signatory_of(organisation: Organisation | None) -> str:
    """Who signs: an agency and a function, never a person's name."""
    if organisation is None or organisation.kind == "equipe":
        return NATIONAL_SIGNATORY
    return f"{organisation.name}, modération"


def allowed_kinds(case: Case, content: ModeratedContent | None) -> list[DecisionKind]:
    """What may be decided on the case as it stands; empty when nothing may.

    A closed case may only be reopened to restore what it hid, and not once it is contested:
    the appeal settles it then.
    """
    hidden = content is not None and content.status == ContentStatus.HIDDEN
    if case.is_open:
        if hidden:
            return [DecisionKind.RESTORE]
        if content is None or content.status == ContentStatus.DELETED:
            return [DecisionKind.KEEP]
        return [DecisionKind.KEEP, DecisionKind.HIDE]
    last = case.decisions.select_related("statement__appeal").last()
    if not hidden or last is None or last.kind != DecisionKind.HIDE:
        return []
    return [] if hasattr(last.statement, "appeal") else [DecisionKind.RESTORE]


@transaction.atomic
def claim_case(*, actor: User, case: Case) -> Case:
    """Tell the others that one is on it; again changes nothing, and one may take over.

    Raises ModerationNotAllowed out of one's territory, StaleCaseError when it is decided already.
    """
    case = _locked(actor, case)
    if not case.is_open:
        raise stale(case)
    if case.claimed_by_id == actor.pk:
        return case
    case.status = CaseStatus.CLAIMED
    case.claimed_by = actor
    case.claimed_at = timezone.now()
    case.version += 1
    case.save(update_fields=["status", "claimed_by", "claimed_at", "version"])
    record(case, Act.CLAIM, actor=actor)
    return case


@transaction.atomic
def release_case(*, actor: User, case: Case) -> Case:
    """Put a case one holds back in the queue; nothing changes when somebody else holds it."""
    case = _locked(actor, case)
    if not case.is_open or case.claimed_by_id != actor.pk:
        return case
    case.status = CaseStatus.OPEN
    case.claimed_by = None
    case.claimed_at = None
    case.version += 1
    case.save(update_fields=["status", "claimed_by", "claimed_at", "version"])
    record(case, Act.RELEASE, actor=actor)
    return case


@transaction.atomic
def decide_case(
    *,
    actor: User,
    case: Case,
    version: int,
    kind: str,
    facts: str = "",
    ground: str = "",
    rule: str = "",
    note: str = "",
    seen: str = "",
) -> Decision:
    """Decide a case: keep, hide (with facts, ground and rule), or restore what was hidden.

    `version` is the case's when the moderator read it, `seen` the `text_digest` of the text they
    read (optional). Writes the decision, the statement of reasons, the new state of the content
    and the log together, and tells the author and the reporters. Raises ModerationNotAllowed,
    StaleCaseError (with what was decided meanwhile) or InvalidDecisionError.
    """
    case = _locked(actor, case)
    if case.version != version:
        raise stale(case)
    moderated_type, content = locked_content(case)
    if kind not in allowed_kinds(case, content):
        message = "Cette décision n’est pas possible pour ce dossier."
        raise InvalidDecisionError(message)
    if seen and moderated_type and content and text_digest(moderated_type.text(content)) != seen:
        message = "L’auteur a modifié son texte pendant que vous lisiez. Relisez-le."
        raise StaleCaseError(message, case=case)
    if kind == DecisionKind.HIDE:
        _check_reasons(facts, ground, rule)
    decision = Decision.objects.create(
        case=case,
        kind=kind,
        note=note,
        decided_by=actor,
        organisation=acting_organisation(actor, case),
    )
    if kind == DecisionKind.HIDE:
        moderated_type = cast("ModeratedType", moderated_type)
        content = cast("ModeratedContent", content)
        statement = draft_statement(
            actor=actor,
            case=case,
            moderated_type=moderated_type,
            content=content,
            facts=facts,
            ground=ground,
            rule=rule,
        )
        statement.decision = decision
        _restrict(statement, moderated_type, content)
        tell.tell_author(statement)
    elif kind == DecisionKind.RESTORE:
        lift(content, moderated_type)
        tell.tell_author_restored(decision)
    _close(case, decision)
    # What stays online broke no rule: the form's selected one is not what was decided.
    detail = rule if kind == DecisionKind.HIDE else ""
    record(case, Act(kind), actor=actor, detail=detail, decision=decision)
    tell.tell_reporters(decision)
    return decision


def locked_content(
    case: Case,
) -> tuple[ModeratedType | None, ModeratedContent | None]:
    """The content of a case, locked until the end of the transaction, and its type."""
    model = case.content_type.model_class()
    if model is None:
        return None, None
    content = model._default_manager.select_for_update().filter(pk=case.object_id).first()
    return by_model(model), cast("ModeratedContent | None", content)


def lift(content: ModeratedContent | None, moderated_type: ModeratedType | None) -> None:
    """Show again a hidden content; what its author deleted stays deleted."""
    if content is not None and moderated_type and content.status == ContentStatus.HIDDEN:
        _move(content, moderated_type, ContentStatus.PUBLISHED)


def draft_statement(
    *,
    actor: User,
    case: Case,
    moderated_type: ModeratedType,
    content: ModeratedContent,
    facts: str,
    ground: str,
    rule: str,
) -> StatementOfReasons:
    """The statement of reasons as it would be written now; nothing is stored."""
    now = timezone.now()
    return StatementOfReasons(
        recipient=content.author,
        content_label=moderated_type.label,
        content_created_at=content.created_at,
        content_url=moderated_type.url(content),
        excerpt=moderated_type.text(content),
        restriction=RESTRICTION,
        applies_from=now,
        facts=facts.strip(),
        ground=ground,
        rule=rule.strip(),
        from_notice=case.notices.exclude(reporter=actor).exists(),
        redress_until=redress_until(now),
        signatory=signatory_of(acting_organisation(actor, case)),
    )


def _restrict(
    statement: StatementOfReasons, moderated_type: ModeratedType, content: ModeratedContent
) -> None:
    """Store why, then hide: the only place of the service where a text gets hidden."""
    statement.save()
    _move(content, moderated_type, ContentStatus.HIDDEN)


def _move(content: ModeratedContent, moderated_type: ModeratedType, status: ContentStatus) -> None:
    old = content.status
    content.status = status
    content.save(update_fields=["status"])
    moderated_type.on_change(content, old, status)
    touch_public_pages()


def _close(case: Case, decision: Decision) -> None:
    case.status = CaseStatus.DECIDED
    case.closed_at = decision.decided_at
    case.version += 1
    case.save(update_fields=["status", "closed_at", "version"])


def _check_reasons(facts: str, ground: str, rule: str) -> None:
    shortest = NUMBERS.facts_min_length
    if len(facts.strip()) < shortest:
        message = f"Expliquez les faits en {shortest} caractères au moins."
        raise InvalidDecisionError(message)
    if ground not in Ground or not rule.strip():
        message = "Indiquez la règle ou la loi sur laquelle la décision s’appuie."
        raise InvalidDecisionError(message)


def _locked(actor: User, case: Case) -> Case:
    """The case as it is now, locked. Raises ModerationNotAllowed when it is not one's to touch."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not can_moderate(actor, case):
        message = "Ce dossier n’est pas de votre ressort."
        raise ModerationNotAllowed(message)
    return case


def stale(case: Case) -> StaleCaseError:
    """Why the case is no longer as it was read: what was decided and by whom, or who took it."""
    decision = None if case.is_open else case.decisions.select_related("organisation").last()
    if decision is not None:
        done, who = DecisionKind(decision.kind).done, decision.organisation or NATIONAL_TEAM
        message = f"Ce dossier est déjà décidé : texte {done} par {who}."
    elif case.claimed_by:
        message = f"{case.claimed_by} vient de prendre ce dossier. Relisez-le avant de décider."
    else:
        message = "Ce dossier a changé pendant que vous lisiez. Relisez-le avant de décider."
    return StaleCaseError(message, case=case, decision=decision)
