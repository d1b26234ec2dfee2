"""Straight lines above the list: a commune, a network, an address have a page of their own."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A line that answers at once. `address`, when there is one, is sent by a form to `url`: it
    never stands in a link."""

    title: str
    url: str
    text: str = ""
    address: str = ""
    departement: str = ""
    # Why it is proposed, when editors chose it.
    label: str = ""


Finder = Callable[[str], list[Shortcut]]

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Add a function that reads a query; registering the same one twice changes nothing."""
    if finder not in _finders:
        _finders.append(finder)


def shortcuts(query: str) -> list[Shortcut]:
    """What every room proposes for this query: what editors chose, then in the order of
    registration."""
    proposed = [found for finder in _finders for found in finder(query)]
    return sorted(proposed, key=lambda found: not found.label)
