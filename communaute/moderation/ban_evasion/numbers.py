"""The numbers of the room."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class ReturningNumbers(RoomNumbers, room="ban_evasion"):
    """`kept_days`: how long, at most, the mark of the address of a closed account is kept, when
    the measure has no end or a later one."""

    kept_days: int = 365


NUMBERS = live(ReturningNumbers)
