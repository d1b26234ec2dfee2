"""The numbers of the room."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class AbsenceNumbers(RoomNumbers, room="absences"):
    """`days_max`: the longest absence said at once."""

    days_max: int = 366


NUMBERS = live(AbsenceNumbers)
