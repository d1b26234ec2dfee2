"""The numbers of the desk of syndics."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class SyndicNumbers(RoomNumbers, room="syndics"):
    """`buildings`: of one syndic; `file_lines` and `file_kb` (kilobytes): of one file.

    `preview_minutes`: how long what a file says may be confirmed; `page`: lines of the table.
    `together`: buildings of one grouped request.
    """

    buildings: int = 2_000
    file_lines: int = 500
    file_kb: int = 1_024
    preview_minutes: int = 60
    page: int = 100
    together: int = 50


NUMBERS = live(SyndicNumbers)
