"""The numbers of the room: the copy of one’s data, the days before an account closes."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class DataNumbers(RoomNumbers, room="donnees"):
    """`copy_hours`: how long a copy and its link are kept once made. `again_hours`: after one was
    asked for, the same is given back. `late_minutes`: from when the clock makes a copy itself.
    `closing_days`: an account that closes may be taken back; `review_max`: characters."""

    copy_hours: int = 48
    again_hours: int = 24
    late_minutes: int = 10
    closing_days: int = 7
    review_max: int = 1000


NUMBERS = live(DataNumbers)
