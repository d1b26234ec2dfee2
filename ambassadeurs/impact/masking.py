"""Small counts are not published: behind three tests of an address there may be one person."""

from collections.abc import Mapping

# A count from 1 to 4 is hidden; 5 is shown.
SMALLEST_SHOWN = 5


def masked[Key](counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The same counts, None where too small; zero is shown.

    When a single cell is hidden it could be found by subtraction from the total: the smallest
    cell shown (not zero) is then hidden with it.
    """
    shown: dict[Key, int | None] = {
        key: None if 0 < count < SMALLEST_SHOWN else count for key, count in counts.items()
    }
    hidden = [key for key, count in shown.items() if count is None]
    if len(hidden) == 1:
        others = [(count, number) for number, count in enumerate(shown.values()) if count]
        if others:
            _, number = min(others)
            shown[list(shown)[number]] = None
    return shown
