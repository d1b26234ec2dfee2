"""The numbers of the room: what deserves a guide."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class GuidingNumbers(RoomNumbers, room="guides"):
    """`questions_shown` at most, of the `questions_read` most useful that have an answer.

    One deserves a guide from `useful_from` votes « utile » of its answers, from `opened_from`
    openings of its page in the last weeks, or from `similar_from` other questions that ask the same
    (titles alike from `likeness`, 0 to 100, `rapidfuzz`). Limits are included. Of a question,
    `answers_shown` of the most useful answers may be put in a guide.
    """

    questions_shown: int = 5
    questions_read: int = 150
    useful_from: int = 5
    opened_from: int = 50
    similar_from: int = 2
    likeness: int = 85
    answers_shown: int = 30


NUMBERS = live(GuidingNumbers)
