"""Words of the lists, found however they are written."""

from __future__ import annotations

import re

from socle.disguises import squeezed

from ..models import WordList


def listed_words(text: str) -> list[str]:
    """The words of the lists in use that the text holds, as the lists write them (1 query)."""
    lists = WordList.objects.filter(is_active=True).values_list("words", flat=True)
    wanted = [line.strip() for words in lists for line in words.splitlines() if line.strip()]
    if not wanted:
        return []
    read = f" {squeezed(text)} "
    return [word for word in dict.fromkeys(wanted) if _is_in(word, read)]


def _is_in(word: str, read: str) -> bool:
    """« casino* » covers what begins so; any other word or expression is whole."""
    plain = squeezed(word)
    if not plain:
        return False
    after = "" if word.endswith("*") else " "
    return re.search(rf" {re.escape(plain)}{after}", read) is not None
