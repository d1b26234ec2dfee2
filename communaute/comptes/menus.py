"""Entries that other rooms add to the account menu of the header."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.urls import reverse

from .perms import has_every_right, memberships_of

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
    """Add the link of a page for those who work for an organisation; a second registration of the
    same page replaces the first."""
    _entries[url_name] = Entry(label, url_name, predicate)


def entries_for(user: object) -> list[Entry]:
    """Return the links this person may see, in order of registration; for who works for no
    organisation, none of them is asked for."""
    if not memberships_of(user) and not has_every_right(user):
        return []
    return [entry for entry in _entries.values() if entry.predicate(user)]


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits for a person.

    `count(user)` asks the database only for whom it concerns; `one` and `several` are the words
    after the number; the link leads to where one acts.
    """

    url_name: str
    count: Callable[[object], int]
    one: str
    several: str


class WaitingAct(NamedTuple):
    """What the page shows: « 2 demandes attendent votre réponse », and where."""

    text: str
    url: str


_known: dict[str, Waiting] = {}


def register_waiting(*kinds: Waiting) -> None:
    """Add kinds; a second one for the same page replaces the first."""
    for kind in kinds:
        _known[kind.url_name] = kind


def acts_of(user: object) -> list[WaitingAct]:
    """What waits for this person now, in order of registration; nothing that counts zero."""
    counted = [(kind, kind.count(user)) for kind in _known.values()]
    return [
        WaitingAct(f"{number} {kind.one if number == 1 else kind.several}", reverse(kind.url_name))
        for kind, number in counted
        if number
    ]
