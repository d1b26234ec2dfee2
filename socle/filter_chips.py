"""The filters of a list in use, as chips that take them off (`components/filter_chips.html`)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.http import urlencode


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
