"""The numbers of the room."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class AgreeingNumbers(RoomNumbers, room="terms"):
    """`days_to_answer`: how long one may go on writing without having answered. No shorter than a
    session, so that nobody is stopped in the middle of a text before having been asked."""

    days_to_answer: int = 14


NUMBERS = live(AgreeingNumbers)
