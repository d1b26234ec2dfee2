"""What was decided about a text, said above it to its author and its moderators; who reported."""

from __future__ import annotations

from typing import Any

from django import template

from communaute.moderation.enums import ContentStatus, NoticeCategory
from communaute.moderation.models import ModeratedContent, StatementOfReasons
from communaute.moderation.outcome import correction_of
from communaute.moderation.sanctions.restrictions import (
    may_correct,
    restrictions_of,
    why_not_message,
    why_not_write,
)
from communaute.recourse.texts import decision_on

register = template.Library()


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
    return {
        "content": content,
        "decision": decision_on(content),
        "mine": mine,
    }


@register.inclusion_tag("moderation/_refused.html", takes_context=True)
def writing_refused(
    context: template.Context, *, private: bool = False, edited: ModeratedContent | None = None
) -> dict[str, Any]:
    """Above a form, before anything is typed: why this person may not write for now (two queries at
    most), here or in private, or that they may though (`edited`: a text that moderation asked them
    to correct). Nothing once the form was sent: it says so itself."""
    if getattr(context.get("form"), "is_bound", False):
        return {"why": ""}
    user = context.get("user")
    standing = restrictions_of(user)
    measure = standing.on_messages if private else standing.on_writing
    mine = measure is not None and measure.person_id == getattr(user, "pk", None)
    return {
        "why": why_not_message(user) if private else why_not_write(user, edited),
        "measure": measure if mine else None,
        "may_correct": edited is not None and may_correct(measure, edited),
    }


@register.filter
def is_reason(detail: str) -> bool:
    """Whether the log says a reason that people choose: a program writes its own."""
    return detail in NoticeCategory.labels


@register.filter
def correction(statement: StatementOfReasons) -> str:
    """Where the correction that it asks for stands (`outcome.correction_of`), for one of
    `received_by`."""
    return correction_of(statement.decision, published=statement.approved)  # type: ignore[attr-defined]
