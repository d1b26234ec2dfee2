"""The search of the site: guides, and whatever the rooms above register.

`register_source(Source("questions", "Questions", search=function))` is called by an upper room
in `AppConfig.ready`; `function(query, user)` returns items with `title`, `url` and `excerpt`,
already filtered by what that user may see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .models import GuidePage
from .text import search_words

LIMIT = 10
# What a source need read: one more tells that there are others.
MOST_READ = LIMIT + 1
CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of content that the site search covers.

    `search(query, user)` returns a list or an unsliced queryset of objects with `title`, `url`
    and `excerpt` (plain text), best first; only the first `MOST_READ` are read.
    `all_url`, when given, is the address of the room's own list, where `?q=` is added.
    """

    key: str
    label: str
    search: Callable[[str, Any], Sequence[Any] | QuerySet[Any]]
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the results, for a room whose objects do not say it themselves."""

    title: str
    url: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one source, at most ten; `has_more` when there were others."""

    key: str
    label: str
    items: list[Any]
    all_url: str
    has_more: bool


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Add a source, or replace the one of the same key."""
    _sources[source.key] = source


def sources() -> list[Source]:
    """Guides first, then in the order of registration."""
    return [_GUIDES, *_sources.values()]


def search(query: str, user: Any) -> list[Group]:
    """Look for `query` in every source; the empty groups are left out."""
    groups = []
    for source in sources():
        items = list(source.search(query, user)[:MOST_READ])
        if items:
            groups.append(
                Group(source.key, source.label, items[:LIMIT], source.all_url, len(items) > LIMIT)
            )
    return groups


def search_guides(query: str, user: Any) -> list[GuidePage]:
    """Visible guides that hold all the words, else those that hold some, best first."""
    words = search_words(query)
    if not words:
        return []
    text = " ".join(words)
    # The search backend reads Wagtail's own filters only, not the subquery of `visible()`.
    pages = GuidePage.objects.live().public()
    for operator in ("and", "or"):
        found = list(pages.search(text, operator=operator)[:CANDIDATES])
        if found:
            return sorted(found, key=lambda guide: not _named(guide, words))[:MOST_READ]
    return []


def _named(guide: GuidePage, words: list[str]) -> bool:
    """The title itself holds the words: what the person most likely looks for."""
    return all(word in guide.folded_title for word in words)


_GUIDES = Source("guides", "Guides", search_guides, "")
