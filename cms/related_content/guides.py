"""Which guides go with a question or a request: those whose editors chose it, then those near to it
by their tags and their words, then those of its stage. Never those that leave it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from socle.search.words import tokens
from socle.words import fold

from .related_kinds import all_kinds, chosen

if TYPE_CHECKING:
    from cms.models import GuidePage
    from cms.querysets import GuideQuerySet

# A shared tag says more than a word of the title, and this one more than a word of the summary.
TAG, TITLE, SUMMARY = 4, 2, 1
# One tag, or two words.
LEAST = 4
# A word that so many guides hold (one in so many) tells nothing of any.
COMMON = 3

# Name of a source of the index, and key of one of its things.
type Thing = tuple[str, int]


@dataclass(frozen=True)
class Known:
    """A guide, and what it is near to; `title` and `summary` are stems."""

    guide: GuidePage
    tags: frozenset[str]
    title: frozenset[str]
    summary: frozenset[str]
    first: frozenset[Thing]
    left_out: frozenset[Thing]

    def nearness(self, tags: set[str], stems: set[str]) -> int:
        return (
            TAG * len(self.tags & tags)
            + TITLE * len(self.title & stems)
            + SUMMARY * len(self.summary & stems)
        )


def known_guides(visible: GuideQuerySet) -> list[Known]:
    """All of these, in their order. One query."""
    rows = visible.for_list().annotate(tag=F("tagged_items__tag__name"))
    guides: dict[int, GuidePage] = {}
    tags: dict[int, set[str]] = {}
    for one in rows:
        guides.setdefault(one.pk, one)
        tags.setdefault(one.pk, set()).update([fold(one.tag)] if one.tag else [])
    titles = {pk: _stems(one.title) for pk, one in guides.items()}
    summaries = {pk: _stems(one.summary) for pk, one in guides.items()}
    counted = Counter(stem for pk in guides for stem in titles[pk] | summaries[pk])
    common = {stem for stem, count in counted.items() if count * COMMON > max(len(guides), COMMON)}
    return [
        Known(
            one,
            frozenset(tags[pk]),
            frozenset(titles[pk] - common),
            frozenset(summaries[pk] - titles[pk] - common),
            _things(one.shown_first),
            _things(one.left_out),
        )
        for pk, one in guides.items()
    ]


def guides_of(
    known: Iterable[Known], *, things: set[Thing], tags: Iterable[str], text: str, stage: str
) -> list[GuidePage]:
    """The best first; without stage, all of them in the end."""
    left = [one for one in known if not one.left_out & things]
    named, stems = {fold(tag) for tag in tags}, _stems(text)
    near = [one for one in left if one.nearness(named, stems) >= LEAST]
    near.sort(key=lambda one: -one.nearness(named, stems))
    ordered = [
        *(one for one in left if one.first & things),
        *near,
        *(one for one in left if not stage or one.guide.stage == stage),
    ]
    return list({one.guide.pk: one.guide for one in ordered}.values())


def _stems(text: str) -> set[str]:
    return {token.stem for token in tokens(text)}


def _things(text: str) -> frozenset[Thing]:
    kinds = {kind.source for kind in all_kinds()}
    return frozenset((source, key) for source in kinds for key in chosen(text, source))
