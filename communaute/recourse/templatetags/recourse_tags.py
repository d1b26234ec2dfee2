"""What was decided about a text, said above it to its author and its moderators."""

from __future__ import annotations

from typing import Any

from django import template

from communaute.moderation.enums import ContentStatus
from communaute.moderation.models import ModeratedContent
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
