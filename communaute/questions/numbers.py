"""The numbers of the room: how long texts are, how often one may write."""

from dataclasses import dataclass
from typing import Final

from socle.numbers import RoomNumbers, live

# The column's own size: no setting changes it.
TITLE_MAX: Final = 150


@dataclass(frozen=True)
class QuestionNumbers(RoomNumbers, room="questions"):
    """Lengths are in characters, read once by the forms when the service starts."""

    title_min: int = 15
    body_min: int = 20
    body_max: int = 10_000
    questions_a_day: int = 5
    seconds_between_questions: int = 60
    seconds_between_answers: int = 10
    hours_same_text: int = 24


NUMBERS = live(QuestionNumbers)
