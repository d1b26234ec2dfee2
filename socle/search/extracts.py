"""The piece of a text that shows why it was found, with its words marked."""

from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .words import Token, composed, tokens

CHARACTERS = 220
_BEFORE = 50


def extract(text: str, wanted: Collection[str]) -> SafeString:
    """About 220 characters around the most words of `wanted` (stems), marked; the beginning of the
    text when it holds none."""
    text = composed(text)
    hits = tokens(text, among=wanted)
    start = max(0, _densest(hits) - _BEFORE)
    end = min(len(text), start + CHARACTERS)
    start, end = _at_a_space(text, start, forward=True), _at_a_space(text, end, forward=False)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    inside = [token for token in hits if token.start >= start and token.end <= end]
    return mark_safe(before + _marked(text, start, end, inside) + after)  # noqa: S308


def marked(text: str, wanted: Collection[str]) -> SafeString:
    """The whole text, its words of `wanted` marked."""
    text = composed(text)
    hits = tokens(text, among=wanted)
    return mark_safe(_marked(text, 0, len(text), hits))  # noqa: S308


def _marked(text: str, start: int, end: int, hits: list[Token]) -> str:
    """Everything that comes from the text is escaped."""
    pieces, place = [], start
    for hit in hits:
        pieces += [
            escape(text[place : hit.start]),
            f"<mark>{escape(text[hit.start : hit.end])}</mark>",
        ]
        place = hit.end
    return "".join((*pieces, escape(text[place:end])))


def _densest(hits: list[Token]) -> int:
    """Where to begin so as to show the most different words; 0 without any."""
    best, place = 0, 0
    for hit in hits:
        near = {
            other.stem
            for other in hits
            if hit.start <= other.start and other.end <= hit.start + CHARACTERS - _BEFORE
        }
        if len(near) > best:
            best, place = len(near), hit.start
    return place


def _at_a_space(text: str, place: int, *, forward: bool) -> int:
    if place in (0, len(text)):
        return place
    found = text.find(" ", place) + 1 if forward else text.rfind(" ", 0, place)
    return found if found > 0 else place
