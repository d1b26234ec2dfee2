"""The other texts of one person, for who examines one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communaute.moderation.perms import can_moderate_content
from communaute.moderation.registry import registered

if TYPE_CHECKING:
    from communaute.moderation.models import Case, ModeratedContent
    from communaute.moderation.registry import ModeratedType

# Of each kind.
MOST = 20


@dataclass(frozen=True)
class OtherText:
    """A text and its kind."""

    kind: ModeratedType
    content: ModeratedContent
    text: str


def texts_of_author(user: object, case: Case) -> list[OtherText]:
    """The last public texts of the author of this case, the judged one apart, of the territories
    of this person; one query for each kind of content."""
    found = []
    for kind in registered():
        if kind.is_private:
            continue
        rows: Any = kind.model._default_manager.filter(author=case.author_id)
        if case.content_type.model_class() is kind.model:
            rows = rows.exclude(pk=case.object_id)
        for content in rows.select_related("author", *kind.related).order_by("-created_at")[:MOST]:
            if can_moderate_content(user, content):
                found.append(OtherText(kind, content, kind.text(content)))
    return sorted(found, key=lambda one: one.content.created_at, reverse=True)
