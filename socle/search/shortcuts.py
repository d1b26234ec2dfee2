"""Straight lines above the list: a commune, a network, an address have a page of their own."""

from dataclasses import dataclass

from socle.hooks import hooked


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


def shortcuts(query: str) -> list[Shortcut]:
    """What every room proposes for this query: what editors chose, then in the order of
    the hooks."""
    proposed = [found for finder in hooked("search.shortcuts") for found in finder(query)]
    return sorted(proposed, key=lambda found: not found.label)
