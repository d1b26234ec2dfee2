"""Small counts are not published: behind three reports there may be one person."""

from collections.abc import Mapping
from dataclasses import dataclass

from .numbers import RoomNumbers, live

UNPUBLISHED = "non publié"


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


def by_fives(count: int) -> int:
    """Rounded down to a multiple of the least number that is shown (five)."""
    return count - count % small_below()


def to_hide[Key](counts: Mapping[Key, int]) -> set[Key]:
    """The cells of one group that must not be shown.

    Small ones; then, as long as the total would give one away by subtraction, the smallest of the
    others (not zero). One that is just large enough to be shown hides nothing: those come last.
    """
    hidden = {key for key, count in counts.items() if is_small(count)}
    while _is_found(counts, hidden) and (others := _shown(counts, hidden)):
        hidden.add(min(others, key=lambda key: (counts[key] == small_below(), counts[key])))
    return hidden


def gives_away[Key](counts: Mapping[Key, int]) -> bool:
    """Whether the total must not be shown either: no other cell is left to hide behind."""
    return _is_found(counts, to_hide(counts))


def _shown[Key](counts: Mapping[Key, int], hidden: set[Key]) -> list[Key]:
    return [key for key, count in counts.items() if count and key not in hidden]


def _is_found[Key](counts: Mapping[Key, int], hidden: set[Key]) -> bool:
    """Whether the sum of the hidden cells, which the total gives, leaves a single way to fill them:
    a small one alone, or all as small, or as large, as what is shown instead lets them be.
    """
    if not hidden:
        return False
    lows = [1 if is_small(counts[key]) else small_below() for key in hidden]
    total, others = sum(counts[key] for key in hidden), _shown(counts, hidden)
    if len(hidden) == 1 or total == sum(lows):
        return True
    # Who knows the rule knows that one hidden with the small ones is no larger than those left.
    larger = [counts[key] for key in others if counts[key] > small_below()]
    most = min(larger, default=total)
    highs = [small_below() - 1 if is_small(counts[key]) else most for key in hidden]
    return total == sum(highs)


def small() -> str:
    """What stands for a count that is too small to be published."""
    return f"moins de {small_below()}"


def mask(counts: Mapping[str, int]) -> dict[str, str]:
    """A group of counts in words: 1 to 4 become « moins de 5 », zero stays zero; what would give
    one of these away is not published."""
    hidden = to_hide(counts)
    return {
        key: small() if is_small(count) else UNPUBLISHED if key in hidden else str(count)
        for key, count in counts.items()
    }
