"""The numbers of the room: the copy of one’s data."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class DataNumbers(RoomNumbers, room="donnees"):
    """`copy_hours`: how long a copy and its link are kept once made. `again_hours`: after one was
    asked for, the same is given back. `late_minutes`: from when the clock makes a copy itself."""

    copy_hours: int = 48
    again_hours: int = 24
    late_minutes: int = 10


NUMBERS = live(DataNumbers)
