"""What waits for one's act, on top of the account: each room says what it has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse


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


class Act(NamedTuple):
    """What the page shows: « 2 demandes attendent votre réponse », and where."""

    text: str
    url: str


_known: dict[str, Waiting] = {}


def register_waiting(*kinds: Waiting) -> None:
    """Add kinds; a second one for the same page replaces the first."""
    for kind in kinds:
        _known[kind.url_name] = kind


def acts_of(user: object) -> list[Act]:
    """What waits for this person now, in order of registration; nothing that counts zero."""
    counted = [(kind, kind.count(user)) for kind in _known.values()]
    return [
        Act(f"{number} {kind.one if number == 1 else kind.several}", reverse(kind.url_name))
        for kind, number in counted
        if number
    ]
