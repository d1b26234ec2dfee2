"""Entries that other rooms add to the account menu of the header."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

Predicate = Callable[[object], bool]
# More than these would take the header a second row: they fold under one word.
SIDE_BY_SIDE: Final = 2


@dataclass(frozen=True)
class Entry:
    """One link of the account menu, shown to whom `predicate` accepts.

    The predicate runs on every page of a signed-in person: use `perms`, which reads once.
    """

    label: str
    url_name: str
    predicate: Predicate

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_entries: dict[str, Entry] = {}


def register_entry(label: str, url_name: str, predicate: Predicate) -> None:
    """Add a link; a second registration of the same page replaces the first."""
    _entries[url_name] = Entry(label, url_name, predicate)


def entries_for(user: object) -> list[Entry]:
    """Return the links this person may see, in order of registration."""
    return [entry for entry in _entries.values() if entry.predicate(user)]
