"""Who lives together: told by the room above that knows buildings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from socle.hooks import hooked


@dataclass(frozen=True)
class Households:
    """`buildings_of(accounts)` gives the buildings of each, in few queries;
    `neighbours_of(account)` those who share one of its buildings, itself apart. All by their keys.
    """

    buildings_of: Callable[[Collection[int]], Mapping[int, frozenset[int]]]
    neighbours_of: Callable[[int], frozenset[int]]


def are_of_one_building(accounts: Collection[int]) -> bool:
    """Whether all these people share one building; False when one of them has none."""
    buildings = _asked().buildings_of(accounts)
    each = [buildings.get(account, frozenset()) for account in accounts]
    return bool(each) and bool(frozenset.intersection(*map(frozenset, each)))


def neighbours_of(account: int | None) -> frozenset[int]:
    return frozenset() if account is None else _asked().neighbours_of(account)


def _asked() -> Households:
    (households,) = hooked("moderation.households")
    return households
