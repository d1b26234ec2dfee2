"""What a statement of reasons must hold before it may leave."""

from __future__ import annotations

import re

from ..reasons import HOLE
from .reading import wordings

_QUOTED = re.compile(r"«\s*(.+?)\s*»|\"([^\"]+)\"|“([^”]+)”", re.S)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")

HAS_HOLE = "Remplacez « … » par le passage ou la raison."
NO_PASSAGE = (
    "Citez entre « » les mots du texte qui posent problème : l’auteur doit savoir lesquels."
)


def fault_of(facts: str, rule: str, text: str) -> str:
    """Why these facts cannot be sent, in words for the moderator; "" when they can.

    `rule` is a code (« 3.4 ») or a whole citation of one, `text` what the author wrote: what is
    quoted must be in it, but for spaces and capitals.
    """
    if HOLE.search(facts):
        return HAS_HOLE
    if needs_passage(rule) and not quotes(facts, text):
        return NO_PASSAGE
    return ""


def needs_passage(rule: str) -> bool:
    """Whether the wordings that rest on this rule all ask for the passage."""
    words = rule.split()
    asked = [one.needs_passage for one in wordings() if one.rule == rule or one.rule in words]
    return bool(asked) and all(asked)


def quotes(facts: str, text: str) -> bool:
    """Whether the facts quote words of the text."""
    whole = _flat(text)
    found = ("".join(groups) for groups in _QUOTED.findall(facts))
    return any(_flat(passage) in whole for passage in found if _flat(passage))


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" …").casefold()
