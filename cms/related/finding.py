"""What the index holds for the subject of a guide."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import cast

from django.core.cache import cache

from socle.search.finding import HALF
from socle.search.ranking import rank
from socle.search.reading import read
from socle.search.sources import SHIFT, source_of
from socle.search.words import tokens

from .kinds import all_kinds

# Of a long title, the words that are looked for.
WORDS = 6
# Of each source: what is left out or shown already leaves some.
FOUND = 20
KEPT_S = 3600


def asked(title: str, tags: Sequence[str]) -> str:
    """What is looked for, in short: another one is another subject."""
    return sha256("\x1f".join([title, *tags]).encode()).hexdigest()


def found_for(title: str, tags: Sequence[str]) -> dict[str, list[int]]:
    """{source: keys of its things, best first} of all kinds: those that hold one of
    the tags, without tags half of the words of the title. Kept an hour: who shows them reads
    again whether they are public. Otherwise five queries at most, when the index knows the words.
    """
    key = f"cms:beside-1:{asked(title, tags)}"
    return cast("dict[str, list[int]]", cache.get_or_set(key, lambda: find(title, tags), KEPT_S))


def find(title: str, tags: Sequence[str]) -> dict[str, list[int]]:
    """As `found_for`, looked for now."""
    query = " ".join(tags) or " ".join(token.shown for token in tokens(title)[:WORDS])
    sources = [source_of(kind.source) for kind in all_kinds()]
    ranked = rank(read(query), sources=sources, least=0 if tags else HALF)
    of = {source.number: source.key for source in sources}
    found: dict[str, list[int]] = {source.key: [] for source in sources}
    for document in ranked.of_kind(""):
        found[of[document >> SHIFT]].append(document & ((1 << SHIFT) - 1))
    return {key: keys[:FOUND] for key, keys in found.items()}
