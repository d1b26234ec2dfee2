"""The numbers of the room."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class ReviewNumbers(RoomNumbers, room="second_reading"):
    """`percent` of the decisions of a month are read again; `note_max` in characters."""

    percent: int = 5
    note_max: int = 2000


NUMBERS = live(ReviewNumbers)
