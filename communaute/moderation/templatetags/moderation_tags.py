"""Cases in words; what was decided about a text, said above it to its author and its moderators."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from communaute.moderation.prescreening import words
from communaute.moderation.prescreening.services import read_first_because
from socle.french import MINUTE, UNDER_A_MINUTE
from socle.numbers import quantity

from ..deadlines import HOURS_A_DAY, is_told
from ..enums import ContentStatus, DecisionKind, NoticeCategory, SanctionKind
from ..models import Case, Decision, ModeratedContent, StatementOfReasons
from ..outcome import correction_of
from ..perms import can_moderate_content
from ..registry import (
    PRIVATE,
    ModeratedType,
    as_lines,
    by_model,
    is_private,
    label_of,
    listed_words,
    type_of,
)
from ..sanction_rules import (
    is_closed,
    may_correct,
    restrictions_of,
    why_not_message,
    why_not_write,
)
from ..services.assignments import is_claimed_by_colleague
from ..statements import decision_on

register = template.Library()
register.filter("content_label", label_of)
register.filter(listed_words)
register.simple_tag(can_moderate_content, name="may_moderate")
register.simple_tag(words.wait_in_words)

# Characters read of a text for its line in a list, which shows far fewer.
LINE_SOURCE = 1000


@register.filter
def as_shown(text: str, kind: ModeratedType | None) -> SafeString:
    """A text as the site shows those of this kind, safe; as plain lines when it has none. One that
    its room made HTML of already stays as it is."""
    if isinstance(text, SafeString):
        return text
    return mark_safe(kind.html(text) if kind else as_lines(text))  # noqa: S308 -- `html` is safe


@register.filter
def one_line(text: str, case: Case | None = None) -> str:
    """A text as one line, its lines kept apart by a dash; of a case, without marks, and nothing of
    a private one."""
    if case and is_private(case):
        return PRIVATE
    return own_line(text, case)


@register.filter
def own_line(text: str, case: Case | None = None) -> str:
    """The same for the author of the text, who reads it even private."""
    kind = type_of(case) if case else None
    bare = kind.plain(text[:LINE_SOURCE]) if kind else text
    return " – ".join(line.strip() for line in bare.splitlines() if line.strip())


@register.filter
def lasting(hours: int) -> str:
    """A length in hours, as people say it: « 5 jours », « 36 heures »."""
    days, rest = divmod(hours, HOURS_A_DAY)
    return quantity(hours, "heure") if rest else quantity(days, "jour")


@register.filter
def within(moment: datetime) -> str:
    """How long is left until a moment, rounded up in one unit: « moins de 3 jours »."""
    left = moment - timezone.now()
    for unit, word in ((timedelta(days=1), "jours"), (timedelta(hours=1), "heures")):
        if left > unit:
            return f"moins de {-(-left // unit)}\u00a0{word}"
    return f"moins de {-(-left // MINUTE)}\u00a0minutes" if left > MINUTE else UNDER_A_MINUTE


@register.filter
def decision_label(kind: str, case: Case) -> str:
    """What was decided of a case, in words."""
    return DecisionKind(kind).named(private=is_private(case))


@register.filter
def sanction_label(kind: str) -> str:
    """A measure towards a person, in words."""
    return str(SanctionKind(kind).label)


@register.filter
def claimed_by_colleague_of(case: Case, user: object) -> bool:
    """Whether a colleague of this person examines the case; no query."""
    return is_claimed_by_colleague(user, case)


@register.filter
def has_statement(decision: Decision) -> bool:
    """Whether the decision has its statement of reasons; no query when it was selected."""
    return hasattr(decision, "statement")


@register.inclusion_tag("moderation/_text_state.html", takes_context=True)
def text_state(context: template.Context, content: ModeratedContent) -> dict[str, Any]:
    """How moderation restricts a text, until when, and where its author reads why; nothing, and no
    query, for a text that is not restricted, or that waits to be read.

    Less visible is said to its author only: its moderators read it in its case.
    """
    user = context.get("user")
    mine = content.author_id is not None and content.author_id == getattr(user, "pk", None)
    withheld = content.status not in {ContentStatus.PUBLISHED, ContentStatus.PENDING}
    if not withheld and not (mine and content.is_limited):
        return {"content": None}
    decision, kind, now = decision_on(content), by_model(type(content)), timezone.now()
    return {
        "content": content,
        "kept_for": kind.kept_for if kind else "",
        "decision": decision,
        "is_told": decision is not None and is_told(decision, now),
        "is_late": decision is not None and decision.ends_at is not None and decision.ends_at < now,
        "mine": mine,
        "is_closed": content.status == ContentStatus.TO_EDIT and is_closed(content.author),
    }


@register.inclusion_tag("moderation/_refused.html", takes_context=True)
def writing_refused(
    context: template.Context, *, private: bool = False, edited: ModeratedContent | None = None
) -> dict[str, Any]:
    """Above a form, before anything is typed: why this person may not write for now (three queries
    at most), here or in private, or that they may though (`edited`: a text that moderation asked
    them to correct). Nothing once the form was sent: it says so itself."""
    if getattr(context.get("form"), "is_bound", False):
        return {"why": ""}
    user = context.get("user")
    standing = restrictions_of(user)
    measure = standing.on_messages if private else standing.on_writing
    mine = measure is not None and measure.person_id == getattr(user, "pk", None)
    return {
        "why": why_not_message(user) if private else why_not_write(user, edited),
        "measure": measure if mine else None,
        "is_told": mine and is_told(measure.decision, timezone.now()),  # type: ignore[union-attr]
        "may_correct": edited is not None and may_correct(measure, edited),
    }


@register.filter
def may_type(user: object, form: Any) -> bool:
    """Whether a form of public writing is shown to this person: not while a measure forbids it,
    unless something of theirs is in it, which they keep."""
    return _is_begun(form) or restrictions_of(user).on_writing is None


@register.filter
def may_type_in_private(user: object, form: Any) -> bool:
    """The same of private messages, requests and visits."""
    return _is_begun(form) or restrictions_of(user).on_messages is None


def _is_begun(form: Any) -> bool:
    begun = getattr(form, "initial", {})
    return getattr(form, "is_bound", False) or any(map(begun.get, ("title", "body", "message")))


@register.filter
def is_reason(detail: str) -> bool:
    """Whether the log says a reason that people choose: a program writes its own."""
    return detail in NoticeCategory.labels


@register.filter
def correction(statement: StatementOfReasons, closed: bool) -> str:
    """Where the correction that it asks for stands (`outcome.correction_of`), for one of
    `received_by`; `closed`: the account of who received it is."""
    approved = statement.approved  # type: ignore[attr-defined]
    return correction_of(statement.decision, published=approved, closed=closed)


@register.simple_tag(takes_context=True)
def read_first(context: template.Context) -> str:
    """Why whatever the reader writes now is read before it is public; "" when that is not known
    before it is written, and for who is not signed in."""
    user = context.get("user")
    if not getattr(user, "is_authenticated", False):
        return ""
    return str(read_first_because(user) or "")
