"""The one place where a decision takes effect: decision, statement, effect and log together.

Nothing restricts a text or a person elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.template.loader import render_to_string
from django.utils import timezone

from socle.public_pages import touch_public_pages

from ..audit_log.log import record
from ..deadlines import redress_until
from ..decision_rules import (
    COLUMNS_OF,
    HIDING,
    MARKS,
    NO_REASONS,
    STATUS_OF,
    Reasons,
    restriction_of,
    state_after,
)
from ..enums import (
    AUTOMATIC,
    RESTRICTED,
    WITH_STATEMENT,
    Act,
    CaseStatus,
    ContentStatus,
    DecisionKind,
    Ground,
    NoticeCategory,
    NoticeSource,
    Redress,
    Source,
)
from ..models import Case, Decision, ModeratedContent, Sanction, StatementOfReasons
from ..outcome import notices_behind
from ..perms import acting_organisation
from ..registry import ModeratedType, by_model
from ..sanction_rules import restrictions_of
from .notify import take_back_untold

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User

NATIONAL_SIGNATORY = "Équipe nationale de ChauffageUrbain, modération"


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A decision about to be taken on a case that is locked, as its content is.

    `actor` is None for a program. `because` is the act that brings it, logged just before.
    `closes`: the case is settled by it. `signs`: in whose name, unless the actor's place says it.
    `as_before`: what it takes back leaves the text in the state that it found.
    """

    case: Case
    kind: str
    actor: User | None
    moderated_type: ModeratedType | None
    content: ModeratedContent | None
    reasons: Reasons = NO_REASONS
    note: str = ""
    detail: str = ""
    sanction: str = ""
    ends_at: datetime | None = None
    undoes: Decision | None = None
    because: Act | None = None
    closes: bool = True
    signs: Organisation | None = None
    as_before: bool = False
    at: datetime = field(default_factory=timezone.now)

    @property
    def organisation(self) -> Organisation | None:
        if self.signs is not None:
            return self.signs
        return acting_organisation(self.actor, self.case) if self.actor else None


def locked_content(case: Case) -> tuple[ModeratedType | None, ModeratedContent | None]:
    """The content of a case, locked until the end of the transaction, and its type."""
    model = case.content_type.model_class()
    if model is None:
        return None, None
    content = model._default_manager.select_for_update().filter(pk=case.object_id).first()
    return by_model(model), cast("ModeratedContent | None", content)


def enact(ruling: Ruling) -> Decision:
    """Write the decision and its statement, give it its effect, log it; what it takes back is not
    told any more. Whoever calls has checked the right and tells people, in their transaction."""
    decision = Decision.objects.create(
        case=ruling.case,
        kind=ruling.kind,
        sanction=ruling.sanction,
        detail=ruling.detail,
        ends_at=ruling.ends_at,
        status_before=ruling.content.status if ruling.content else "",
        undoes=ruling.undoes,
        note=ruling.note,
        decided_by=ruling.actor,
        organisation=ruling.organisation,
        decided_at=ruling.at,
    )
    detail = ""
    if ruling.kind in WITH_STATEMENT:
        statement = draft_statement(ruling)
        statement.decision = decision
        statement.save()
        measure = decision.get_sanction_display() if decision.sanction else ""
        detail = " · ".join(filter(None, (measure, statement.rule)))
    _take_effect(ruling, decision)
    if ruling.undoes is not None:
        take_back_untold(ruling.undoes, ruling.at)
    if ruling.closes:
        _close(ruling.case, decision)
    if ruling.because is not None:
        record(ruling.case, ruling.because, actor=ruling.actor, organisation=ruling.organisation)
    record(
        ruling.case,
        Act(ruling.kind),
        actor=ruling.actor,
        organisation=ruling.organisation,
        detail=detail,
        decision=decision,
    )
    return decision


def draft_statement(ruling: Ruling) -> StatementOfReasons:
    """The statement of reasons as it would be written now; nothing is stored."""
    case, content, reasons = ruling.case, ruling.content, ruling.reasons
    moderated_type = ruling.moderated_type
    private = moderated_type is not None and moderated_type.is_private
    restriction = restriction_of(ruling.kind, ruling.sanction, private=private)
    statement = StatementOfReasons(
        recipient=case.author,
        content_label=moderated_type.label if moderated_type else "Texte",
        content_created_at=content.created_at if content else case.opened_at,
        content_url=moderated_type.url(content) if moderated_type and content else "",
        excerpt=moderated_type.text(content) if moderated_type and content else case.snapshot,
        restriction=restriction.words,
        visibility=restriction.visibility,
        service=restriction.service,
        account=restriction.account,
        applies_from=ruling.at,
        ends_at=ruling.ends_at if _has_end(ruling) else None,
        facts=reasons.facts.strip(),
        ground=reasons.ground,
        rule=reasons.rule.strip(),
        rule_code=reasons.code,
        rule_version=reasons.version,
        why=reasons.why.strip(),
        also_illegal=reasons.also_illegal or reasons.ground == Ground.ILLEGAL,
        category=reasons.category,
        source=reasons.source or _source_of(case, ruling.actor),
        automated_detection=case.notices.filter(visitor_key=AUTOMATIC).exists(),
        automated_decision=reasons.automated_decision,
        redress_until=redress_until(ruling.at),
        created_at=ruling.at,
        signatory=signatory_of(ruling.organisation),
    )
    statement.redress = ",".join(_ways(statement))
    told = {"statement": statement, "kind": ruling.kind, "sanction": ruling.sanction}
    told |= {"until": ruling.ends_at, "detail": ruling.detail, "may_correct": _may_correct(ruling)}
    told["is_private"] = private
    told["kept_for"] = moderated_type.kept_for if moderated_type else ""
    statement.plain = render_to_string("moderation/plain.txt", told).strip()
    return statement


def _may_correct(ruling: Ruling) -> bool:
    """Whether the author corrects the text while a measure forbids them to write."""
    asked = ruling.kind == DecisionKind.ASK_EDIT
    return asked and restrictions_of(ruling.case.author).on_writing is not None


def _has_end(ruling: Ruling) -> bool:
    """Whether the restriction ends by itself; until when to edit a text is no such end."""
    return bool(ruling.sanction) or ruling.kind == DecisionKind.AUTO_HIDE


def signatory_of(organisation: Organisation | None) -> str:
    """Who signs: an agency and a function, never a person's name."""
    if organisation is None or organisation.kind == "equipe":
        return NATIONAL_SIGNATORY
    return f"{organisation.name}, modération"


def _ways(statement: StatementOfReasons) -> list[str]:
    """Where this may be contested: the commissioner of personal data when they are the matter."""
    ways = [Redress.INTERNAL, Redress.BODY, Redress.RIGHTS, Redress.COURT]
    if statement.category == NoticeCategory.PERSONAL_DATA:
        ways.append(Redress.CNIL)
    return [str(way) for way in ways]


def _source_of(case: Case, actor: User | None) -> str:
    """How we came to know of it: what the person who decides reported themselves is our own."""
    notices = notices_behind(case).by_people()
    notices = notices if actor is None else notices.exclude(reporter=actor)
    sources = set(notices.order_by().values_list("source", flat=True))
    if NoticeSource.AUTHORITY in sources:
        return Source.AUTHORITY
    if NoticeSource.TRUSTED in sources:
        return Source.TRUSTED
    return Source.NOTICE if sources else Source.OWN


def _take_effect(ruling: Ruling, decision: Decision) -> None:
    content, moderated_type, undone = ruling.content, ruling.moderated_type, ruling.undoes
    if ruling.kind == DecisionKind.SANCTION:
        Sanction.objects.create(
            person=ruling.case.author,
            kind=ruling.sanction,
            decision=decision,
            statement=decision.statement,
            starts_at=ruling.at,
            ends_at=ruling.ends_at,
        )
    elif undone is not None and undone.kind == DecisionKind.SANCTION:
        Sanction.objects.filter(decision=undone, lifted_at=None).update(
            lifted_at=ruling.at, lifted_by=decision
        )
    elif content is not None and moderated_type is not None:
        if undone is None:
            status, why, marks = _given(decision, content)
        elif ruling.as_before or ruling.kind == DecisionKind.UNDO:
            status, why, marks = _as_before(undone, content)
        else:
            status, why, marks = _released(decision, undone, content)
        change(content, moderated_type, status, why, **marks)


type Effect = tuple[str, StatementOfReasons | None, dict[str, object]]


def _given(decision: Decision, content: ModeratedContent) -> Effect:
    """The state that a decision gives, the statement that explains it, the marks."""
    kind = DecisionKind(decision.kind)
    status = state_after(kind, content.status)
    marks = _marks_of(decision) if kind in MARKS else {}
    return status, decision.statement if kind in HIDING else None, marks


def _released(decision: Decision, undone: Decision, content: ModeratedContent) -> Effect:
    """What a statement holds, and it alone, is given back; what another one explains stays, as
    does what waits to be read until it is approved."""
    marks = _marks_before(undone, content) if undone.kind in MARKS else {}
    freed = content.hidden_for_id == undone.statement.pk  # type: ignore[attr-defined]
    approved = decision.kind == DecisionKind.APPROVE
    return ContentStatus.PUBLISHED if freed or approved else content.status, None, marks


def _as_before(undone: Decision, content: ModeratedContent) -> Effect:
    """As if it had not been decided: what the text became since, by somebody else, stays."""
    back = undone.undoes
    if undone.kind in MARKS:
        return content.status, None, _marks_before(undone, content)
    marks = _marks_of(back) if back is not None and back.kind in MARKS else {}
    before = undone.status_before
    if content.status != state_after(DecisionKind(undone.kind), before):
        return content.status, None, marks
    if before not in RESTRICTED:
        return before, None, marks
    behind = _standing_before(undone, *(kind for kind in HIDING if STATUS_OF[kind] == before))
    if behind is None:
        return ContentStatus.PUBLISHED, None, marks
    return before, behind.statement, marks


def _marks_of(decision: Decision) -> dict[str, object]:
    mark, why = COLUMNS_OF[DecisionKind(decision.kind)]
    labels = decision.kind == DecisionKind.LABEL
    return {
        mark: decision.detail if labels else decision.decided_at,
        why: decision.statement,
    }


def _marks_before(undone: Decision, content: ModeratedContent) -> dict[str, object]:
    """What stood before this mark, when it is the one that stands."""
    mark, why = COLUMNS_OF[DecisionKind(undone.kind)]
    if getattr(content, f"{why}_id") != undone.statement.pk:
        return {}
    earlier = _standing_before(undone, undone.kind)
    nothing = "" if undone.kind == DecisionKind.LABEL else None
    return _marks_of(earlier) if earlier is not None else {mark: nothing, why: None}


def _standing_before(undone: Decision, *kinds: str) -> Decision | None:
    """The last decision of these kinds on the same text, before this one, that stands."""
    rows = Decision.objects.of_text(undone.case).standing().filter(kind__in=kinds)
    return rows.filter(pk__lt=undone.pk).select_related("statement").order_by("pk").last()


def change(
    content: ModeratedContent,
    moderated_type: ModeratedType,
    status: str,
    why: StatementOfReasons | None = None,
    **marks: object,
) -> None:
    """Give a content its new state and marks, with the statement without which the database
    refuses a restricted state, and have its room follow."""
    old = content.status
    if status == old and why is None and not marks:
        return
    if status != old or why is not None:
        content.status, content.hidden_for = status, why if status in RESTRICTED else None
    if status == ContentStatus.PENDING:
        content.first_public_at = None
    elif status == ContentStatus.PUBLISHED and content.first_public_at is None:
        content.first_public_at = timezone.now()
    for name, value in marks.items():
        setattr(content, name, value)
    content.save(update_fields=["status", "hidden_for", "first_public_at", *marks])
    moderated_type.on_change(content, old, status)
    touch_public_pages()


def _close(case: Case, decision: Decision) -> None:
    case.status = CaseStatus.DECIDED
    case.closed_at = decision.decided_at
    case.version += 1
    case.save(update_fields=["status", "closed_at", "version"])
