"""What may be reported: the upper rooms bring their contents here, at start (`AppConfig.ready`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import linebreaks

if TYPE_CHECKING:
    from django.db.models import Model

    from .models import ModeratedContent


def _no_context(content: Any) -> str:
    return ""


def as_lines(text: str) -> str:
    """A text without marks as safe HTML: its paragraphs and lines."""
    return linebreaks(text, autoescape=True)


@dataclass(frozen=True, kw_only=True)
class ModeratedType:
    """A kind of content that people may report and agencies may hide.

    `key` is the word of the address (`/moderation/signaler/<key>/<pk>/`); `label` what people
    read ("Question"); `text` returns the whole text others see, title included;
    `on_change(content, old_status, new_status)` is called in the transaction that moves the
    status, for counters; `context` returns what one must read to understand the content (the
    question of an answer), or nothing; `html` turns such a text into safe HTML, as the site shows
    it; `related` are relations to follow to show the content.
    """

    key: str
    model: type[Model]
    label: str
    text: Callable[[Any], str]
    on_change: Callable[[Any, str, str], None]
    context: Callable[[Any], str] = _no_context
    html: Callable[[str], str] = as_lines
    related: tuple[str, ...] = ()

    def url(self, content: ModeratedContent) -> str:
        """Path of the content on the site."""
        return content.get_absolute_url()  # type: ignore[attr-defined]


_types: dict[str, ModeratedType] = {}


def register(moderated_type: ModeratedType) -> None:
    """Add a type; the same key again replaces it."""
    _types[moderated_type.key] = moderated_type


def by_key(key: str) -> ModeratedType | None:
    return _types.get(key)


def by_model(model: type[Model]) -> ModeratedType | None:
    return next((known for known in _types.values() if known.model is model), None)
