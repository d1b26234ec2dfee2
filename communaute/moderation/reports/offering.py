"""Other texts of the same person, offered to whoever reports one: ticked by hand, never alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import Truncator

from communaute.moderation.numbers import NUMBERS
from communaute.moderation.registry import by_model, others_of
from socle.calendar import date_format

if TYPE_CHECKING:
    from communaute.moderation.models import ModeratedContent
    from communaute.moderation.registry import ModeratedType

EXCERPT_CHARS = 120
type Offered = dict[str, Other]


@dataclass(frozen=True)
class Other:
    """A text that may be reported with another, and the words that offer it."""

    kind: ModeratedType
    content: ModeratedContent

    @property
    def reported(self) -> tuple[ModeratedType, ModeratedContent]:
        return self.kind, self.content

    @property
    def label(self) -> str:
        plain = self.kind.plain(self.kind.text(self.content))
        words = Truncator(" ".join(plain.split())).chars(EXCERPT_CHARS)
        day = date_format(self.content.created_at, "j F Y")
        return f"{self.kind.label} du {day} : « {words} »"


def offered_with(kind: ModeratedType, content: ModeratedContent) -> Offered:
    """What else the author recently published, the same discussion first, by form value."""
    if content.author_id is None:
        return {}
    found: Offered = {}
    for other in others_of(kind, content, NUMBERS.offered_texts):
        of_kind = by_model(type(other))
        if of_kind is not None:
            found[f"{of_kind.key}-{other.pk}"] = Other(of_kind, other)
    return found
