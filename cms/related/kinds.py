"""The kinds of things shown beside a guide, which rooms above describe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import cast

from django.core.cache import cache

from socle.hooks import hooked
from socle.search.finding import HALF
from socle.search.ranking import rank
from socle.search.reading import read
from socle.search.sources import SHIFT, source_of
from socle.search.words import tokens


@dataclass(frozen=True, slots=True)
class Thing:
    """What an editor reads of a thing that all may see: its title, where it is from, its page."""

    title: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Kind:
    """`source`: their name in the index (`socle.search`). `view`: the name of the address of one,
    which holds its `pk`. `label`: one of them, in a word. `public(keys)`: those of these keys that
    anybody may see now, in one query. `latest(number)`: keys of the last ones, public or not.
    """

    source: str
    view: str
    label: str
    public: Callable[[Sequence[int]], dict[int, Thing]] = field(repr=False)
    latest: Callable[[int], list[int]] = field(repr=False)

    def is_public(self, key: int) -> bool:
        return key in self.public([key])


def all_kinds() -> list[Kind]:
    kinds = [kind for group in hooked("cms.related_kinds") for kind in group]
    return sorted(kinds, key=lambda kind: kind.source)


def kind_at(view: str) -> Kind | None:
    """The kind whose things are at the addresses of this name."""
    return next((kind for kind in all_kinds() if kind.view == view), None)


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
