"""Who lives together: told by the room above that knows buildings, at start (`AppConfig.ready`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Households:
    """`buildings_of(accounts)` gives the buildings of each, in few queries;
    `neighbours_of(account)` those who share one of its buildings, itself apart. All by their keys.
    """

    buildings_of: Callable[[Collection[int]], Mapping[int, frozenset[int]]]
    neighbours_of: Callable[[int], frozenset[int]]


_NOBODY = Households(lambda accounts: {}, lambda account: frozenset())
_known: list[Households] = []


def register(households: Households) -> None:
    """Say who lives together; the last one that says it is asked."""
    _known[:] = [households]


def are_of_one_building(accounts: Collection[int]) -> bool:
    """Whether all these people share one building; False when one of them has none."""
    buildings = _asked().buildings_of(accounts)
    each = [buildings.get(account, frozenset()) for account in accounts]
    return bool(each) and bool(frozenset.intersection(*map(frozenset, each)))


def neighbours_of(account: int | None) -> frozenset[int]:
    return frozenset() if account is None else _asked().neighbours_of(account)


def _asked() -> Households:
    return _known[0] if _known else _NOBODY
