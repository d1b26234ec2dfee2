"""What a statement of reasons must hold before it may leave."""

from __future__ import annotations

import re

from ..reasons import HOLE, PASSAGE

_QUOTED = re.compile(r"«\s*(.+?)\s*»|\"([^\"]+)\"|“([^”]+)”", re.S)
_MARKS = re.compile(r"[\W_]+")
_LINK = re.compile(r"\]\([^)\s]*\)")
_OPENING, _CLOSING = re.compile(r"«\s*"), re.compile(r"\s*»")
# The place of the passage in a ready-made wording.
_PLACE = re.compile(r"«\s…\s»")

HAS_HOLE = "Remplacez « … » par le passage ou la raison."
NO_PASSAGE = (
    "Citez entre « » les mots du texte qui posent problème : l’auteur doit savoir lesquels."
)


def fault_of(facts: str, text: str) -> str:
    """Why these facts cannot be sent, in words for the moderator; "" when they can.

    `text` is what the author wrote: what is quoted must be in it, but for spaces, capitals and
    marks.
    """
    if HOLE.search(facts):
        return HAS_HOLE
    return "" if quotes(facts, text) else NO_PASSAGE


def quotes(facts: str, text: str) -> bool:
    """Whether the facts quote words of the text."""
    return any(holds(text, passage) for passage in quoted(facts))


def quoted(facts: str) -> list[str]:
    """The passages between quotation marks."""
    return [found for groups in _QUOTED.findall(facts) if (found := "".join(groups).strip(" …"))]


def holds(text: str, passage: str) -> bool:
    """Whether these words are in the text, as it is written or as the site shows it."""
    words = _flat(passage)
    if not words:
        return bool(passage.strip()) and passage.strip() in text
    return any(words in _flat(one) for one in (text, _LINK.sub(" ", text)))


def with_passage(facts: str, passage: str) -> str:
    """The facts with the passage quoted: where they leave its place, else at their end; what it
    quotes itself goes between marks of the second level."""
    facts, passage = facts.strip(), " ".join(passage.split())
    if not passage or passage in facts:
        return facts
    passage = _CLOSING.sub("”", _OPENING.sub("“", passage))
    if passage in facts:
        return facts
    cited = f"« {passage} »"
    if _PLACE.search(facts):
        return _PLACE.sub(lambda _: cited, facts, count=1)
    return f"{facts} {_PLACE.sub(lambda _: cited, PASSAGE)}".strip()


def _flat(text: str) -> str:
    return _MARKS.sub(" ", text).strip().casefold()
