"""Small counts are not published: behind three reports there may be one person."""

from collections.abc import Mapping
from dataclasses import dataclass

from .numbers import RoomNumbers, live


@dataclass(frozen=True)
class SmallCountNumbers(RoomNumbers, room="small_counts"):
    """`shown_from` is the smallest count that is published, zero apart."""

    shown_from: int = 5


NUMBERS = live(SmallCountNumbers)


def small_below() -> int:
    """The first number shown: what is counted fewer times than this is somebody's own."""
    return NUMBERS.shown_from


def is_small(count: int) -> bool:
    """From 1 to 4, unless the settings show others; zero is not."""
    return 0 < count < small_below()


def to_hide[Key](counts: Mapping[Key, int]) -> set[Key]:
    """The cells of one group that must not be shown.

    When a single cell is small it could be found by subtraction from the total: the smallest
    other one (not zero) is then hidden with it.
    """
    hidden = {key for key, count in counts.items() if is_small(count)}
    if len(hidden) == 1:
        others = [key for key, count in counts.items() if count and key not in hidden]
        if others:
            hidden.add(min(others, key=lambda key: counts[key]))
    return hidden


def masked[Key](counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The same counts, None for those to hide."""
    hidden = to_hide(counts)
    return {key: None if key in hidden else count for key, count in counts.items()}
