"""Deciding on texts. No text is restricted without its statement of reasons."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import User
from socle.calendar import days_after

from ..decision_rules import MARKS, Reasons, say_on_text
from ..enums import (
    RESTRICTED,
    WITH_STATEMENT,
    ContentStatus,
    DecisionKind,
    Say,
)
from ..errors import (
    InvalidDecisionError,
    ModerationNotAllowed,
    SecondPersonError,
    StaleCaseError,
)
from ..models import Case, Decision, ModeratedContent
from ..numbers import CAUTION_MAX, NUMBERS
from ..registry import ModeratedType, by_model
from ..sanction_rules import is_closed
from . import notify
from .assignments import case_at_version
from .enactment import Ruling, enact, locked_content
from .private import require_read

EDITED = "L’auteur a modifié son texte pendant que vous lisiez. Relisez-le."
_TAKEN_AWAY = (DecisionKind.HIDE, DecisionKind.REMOVE)


def text_digest(text: str) -> str:
    """Short fingerprint of a text, to notice that it changed under a moderator's eyes."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def allowed_kinds(case: Case, content: ModeratedContent | None) -> list[DecisionKind]:
    """What may be decided on the case as it stands, whoever decides; empty when nothing may.

    An author whose account is closed is not asked to correct a text (no query for a case of
    `screen.with_history`).
    """
    kinds = kinds_of_state(case, content)
    if content is not None and DecisionKind.ASK_EDIT in kinds:
        known: bool | None = getattr(case, "is_author_closed", None)
        if is_closed(content.author) if known is None else known:  # type: ignore[attr-defined]
            kinds.remove(DecisionKind.ASK_EDIT)
    return kinds


def kinds_of_state(case: Case, content: ModeratedContent | None) -> list[DecisionKind]:
    """The same, whatever became of the account of the author; no query for an open case.

    A closed case may only be reopened to restore what it restricted, and not once it is contested:
    the appeal settles it then.
    """
    if not case.is_open:
        return _when_closed(case, content)
    if content is None or content.status == ContentStatus.DELETED:
        return [DecisionKind.KEEP]
    known = by_model(type(content))
    milder = known.milder if known else ()
    asked = [DecisionKind.ASK_EDIT] if DecisionKind.ASK_EDIT in milder else []
    match content.status:
        case ContentStatus.PENDING:
            return [DecisionKind.APPROVE, *asked, *_TAKEN_AWAY]
        case ContentStatus.AUTO_HIDDEN:
            return [DecisionKind.KEEP, *asked, *_TAKEN_AWAY]
        case ContentStatus.HIDDEN | ContentStatus.TO_EDIT:
            return [DecisionKind.RESTORE, DecisionKind.REMOVE]
        case ContentStatus.REMOVED:
            return [DecisionKind.RESTORE]
    return [DecisionKind.KEEP, *asked, *_TAKEN_AWAY, *_marks_left(content, milder)]


def _when_closed(case: Case, content: ModeratedContent | None) -> list[DecisionKind]:
    last = last_restriction(case)
    if content is None or last is None or last.case_id != case.pk:
        return []
    if hasattr(last.statement, "appeal"):
        return []
    stands = content.status in RESTRICTED or last.kind in MARKS
    return [DecisionKind.RESTORE] if stands else []


def _marks_left(
    content: ModeratedContent, possible: Collection[DecisionKind]
) -> list[DecisionKind]:
    """The marks that this kind of content may have, and does not have yet."""
    has = {DecisionKind.LOCK: content.is_locked, DecisionKind.LIMIT: content.is_limited}
    return [kind for kind in MARKS if kind in possible and not has.get(kind, False)]


def last_restriction(case: Case) -> Decision | None:
    """The last decision that restricts the text of this case and stands, whatever its own case;
    None when there is none."""
    rows = Decision.objects.of_text(case).about_text().standing().filter(kind__in=WITH_STATEMENT)
    return rows.select_related("statement__appeal").order_by("pk").last()


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
    detail: str = "",
    reasons: Reasons | None = None,
) -> Decision:
    """Decide what becomes of the text of a case: keep, approve, ask to edit, hide, remove, lock,
    limit, label, or restore what was restricted.

    `version` is the case's when the moderator read it, `seen` the `text_digest` of the text they
    read (optional). `reasons`, or `facts`, `ground` and `rule`, for what restricts; `detail` is the
    notice above the text, for a label. Writes the decision, the statement of reasons, the effect
    and the log together, and tells the author and the reporters. Raises ModerationNotAllowed,
    SecondPersonError for what one may only propose, StaleCaseError (with what was decided
    meanwhile) or InvalidDecisionError.
    """
    reasons = reasons or Reasons(facts=facts, ground=ground, rule=rule)
    case = case_at_version(actor, case, version)
    ruling = checked_ruling(actor, case, kind, reasons=reasons, seen=seen, detail=detail, note=note)
    if say_on_text(actor, case, kind) == Say.PROPOSE:
        raise SecondPersonError("Cette décision se propose : une autre personne la confirme.")
    decision = enact(ruling)
    notify.tell_of(decision)
    return decision


def checked_ruling(
    actor: User,
    case: Case,
    kind: str,
    *,
    reasons: Reasons,
    seen: str = "",
    detail: str = "",
    note: str = "",
) -> Ruling:
    """The decision on the text of a locked case, once all is checked but the right to take it
    alone. Raises as `decide_case`."""
    moderated_type, content = locked_content(case)
    if kind not in allowed_kinds(case, content):
        raise InvalidDecisionError("Cette décision n’est pas possible pour ce dossier.")
    if say_on_text(actor, case, kind) == Say.NO:
        raise ModerationNotAllowed("Cette décision n’est pas de votre ressort.")
    require_read(actor, case)
    if seen and _has_changed(moderated_type, content, seen):
        raise StaleCaseError(EDITED, case=case)
    if kind in WITH_STATEMENT:
        reasons.check(moderated_type.text(content) if moderated_type and content else "")
    if kind == DecisionKind.LABEL:
        _check_label(detail)
    now = timezone.now()
    return Ruling(
        case=case,
        kind=kind,
        actor=actor,
        moderated_type=moderated_type,
        content=content,
        reasons=reasons,
        note=note,
        detail=detail.strip() if kind == DecisionKind.LABEL else "",
        ends_at=edit_until(kind, now),
        undoes=_taken_back(kind, case, content),
        at=now,
    )


def edit_until(kind: str, now: datetime) -> datetime | None:
    """Until when a decision taken now leaves its author to correct; None when it asks for none."""
    return days_after(now, NUMBERS.edit_days) if kind == DecisionKind.ASK_EDIT else None


def _taken_back(kind: str, case: Case, content: ModeratedContent | None) -> Decision | None:
    """What restoring takes back: what hides the text, else the last restriction that stands; also
    leaving online what a program hid, and publishing what was edited on demand."""
    if kind not in {DecisionKind.KEEP, DecisionKind.RESTORE, DecisionKind.APPROVE}:
        return None
    if content is not None and content.hidden_for is not None:
        return content.hidden_for.decision
    last = last_restriction(case)
    if kind == DecisionKind.APPROVE and last is not None and last.kind in MARKS:
        return None
    return None if kind == DecisionKind.KEEP else last


def _has_changed(
    moderated_type: ModeratedType | None, content: ModeratedContent | None, seen: str
) -> bool:
    if moderated_type is None or content is None:
        return False
    return text_digest(moderated_type.text(content)) != seen


def _check_label(detail: str) -> None:
    if not detail.strip():
        raise InvalidDecisionError("Écrivez l’avertissement qui sera affiché au-dessus du texte.")
    if len(detail.strip()) > CAUTION_MAX:
        message = f"Cet avertissement est trop long : {CAUTION_MAX} caractères au plus."
        raise InvalidDecisionError(message)
