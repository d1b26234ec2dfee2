"""The public pages, and the parameters that each reads: only those make another page of it.

A view is public, so that its answers are kept for everybody (`PublicPageCacheMiddleware`,
`config.warm`), when it says so with `varies_with`, and in no other way. An address may carry any
other parameters (what a mail or a social network adds, what a robot invents): both drop them, so
that they neither fill the caches nor have the same page made again.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.conf import settings
from django.http import Http404
from django.urls import get_urlconf, resolve

ATTRIBUTE = "page_parameters"

type View = Callable[..., Any]


def varies_with(*sources: type[forms.BaseForm] | str) -> Callable[[View], View]:
    """Say that a view is public, and reads these parameters, or the fields of these forms, and
    nothing else of the query; with none, that it reads nothing."""

    def declare(view: View) -> View:
        names = getattr(view, ATTRIBUTE, frozenset()) | {
            name
            for source in sources
            for name in ([source] if isinstance(source, str) else source.base_fields)  # type: ignore[attr-defined]
        }
        setattr(view, ATTRIBUTE, frozenset(names))
        return view

    return declare


def parameters_at(path: str) -> frozenset[str] | None:
    """What the public page at this address reads of its query; None when there is none."""
    return _parameters_at(path, get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=4_096)
def _parameters_at(path: str, urlconf: str) -> frozenset[str] | None:
    with suppress(Http404):
        return getattr(resolve(path, urlconf).func, ATTRIBUTE, None)
    return None


def read_of(query: str, path: str) -> str | None:
    """The part of a query that its public page reads, written in one way; None when there is no
    public page at this address, or when the query cannot be read."""
    names = parameters_at(path)
    if names is None:
        return None
    try:
        # As the server gives it (PEP 3333): bytes, read as Latin-1.
        text = query.encode("latin-1").decode()
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        return None
    # Sorted by name alone: the order of two values of one name is the visitor's.
    return urlencode(sorted((pair for pair in pairs if pair[0] in names), key=lambda pair: pair[0]))


class Chip(NamedTuple):
    """A filter in use: in words, and the list without it."""

    label: str
    url: str


def chips_of(
    said: Iterable[tuple[tuple[str, ...], str]], *, query: Mapping[str, str], action: str
) -> list[Chip]:
    """One chip for each filter `said` in words: (its names in the address, its words).

    `query` is the whole address as it stands, `action` its path: a chip leads there without its
    own names. The page is no filter, and is not to be in `query`.
    """
    chips = []
    for names, words in said:
        left = urlencode({name: value for name, value in query.items() if name not in names})
        chips.append(Chip(words, f"{action}?{left}" if left else action))
    return chips
