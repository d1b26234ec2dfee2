"""How long a form that anyone may send is open."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class RobotNumbers(RoomNumbers, room="robots"):
    """A person needs `seconds_to_write` to fill the form; a page left open longer than
    `hours_left_open` is asked again."""

    seconds_to_write: int = 3
    hours_left_open: int = 24


NUMBERS = live(RobotNumbers)
