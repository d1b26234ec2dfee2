"""Phone numbers that hide: letters for figures (« O6 l2 »), or words between two halves."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Letters read as figures, O and l the most: « O6 l2 34 5b 78 ».
_READ_AS = str.maketrans("OoDQIliLj|!ZzEASsGbTBgq", "00001111111223455667899")
_FIGURE = r"[\dOoDQIliLj|!ZzEASsGbTBgq]"
_GAP = r"[\s.\-–—_·*/]{0,3}"
_LETTERED = re.compile(
    rf"(?<!\w)(?:(?:\+|00){_GAP}33{_GAP}|[0OoDQ]{_GAP}){_FIGURE}(?:{_GAP}{_FIGURE}){{8}}(?!\w)"
)
_FIGURES_AT_LEAST = 4
_WORDS = re.compile(r"[^\W\d_]{3,}|\bet\b", re.IGNORECASE)
# What stands between two halves: signs, or words that say that the rest comes.
_SIGNS = r"[\s.()\[\]«»\"'…>/+=~|*_·–—-]{0,6}"
_LINK = (
    r"(?:et|puis|ensuite|enfin|apres|suivie?\s(?:de|par)|la\s(?:fin|suite)|(?:se\s)?(?:fini\w*|"
    r"termine\w*)"
    r"\s(?:par|en)|pour\s(?:finir|terminer))"
)
_BETWEEN = rf"(?:{_SIGNS}|[\s,.;:…]{{1,4}}(?:{_LINK}[\s,.;:…]{{1,3}}){{1,3}})"
_IN_PIECES = re.compile(
    rf"(?<!\d)(?<!\d[.,/-])(?!\d\d[\s./-]\d\d[\s./-](?:19|20)\d\d)0[1-9](?:{_BETWEEN}\d\d){{4}}"
    rf"(?!\d)(?!{_BETWEEN}\d)",
    re.IGNORECASE,
)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a number may be; whether it is one is for the caller to ask (`figures_of`)."""
    for found in _LETTERED.finditer(text):
        figures = sum(char.isdigit() for char in found[0])
        has_letter = any(char.isalpha() or char in "|!" for char in found[0])
        if has_letter and figures >= _FIGURES_AT_LEAST:
            yield found.span()
    for found in _IN_PIECES.finditer(text):
        yield found.span()


def figures_of(typed: str) -> str:
    """The figures that the letters stand for; of a number in pieces, its figures alone.

    >>> figures_of("O6 l2 34")
    '061234'
    """
    if not _WORDS.search(typed):
        typed = typed.translate(_READ_AS)
    return ("+" if typed.startswith("+") else "") + re.sub(r"\D", "", typed)
