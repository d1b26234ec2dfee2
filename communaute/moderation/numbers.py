"""The numbers of the room: delays of the Digital Services Act, limits against abuse."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class ModerationNumbers(RoomNumbers, room="moderation"):
    """`working_days` are those of Paris; lengths are in characters, `text_max` those of facts,
    appeals and answers: forms read them once, when the service starts."""

    illegal_hours: int = 24
    working_days: int = 3
    appeal_days: int = 183
    appeal_answer_days: int = 14
    again_hours: int = 24
    reports_per_day: int = 20
    facts_min_length: int = 30
    explanation_min: int = 10
    explanation_max: int = 2000
    text_max: int = 4000
    note_max: int = 2000


NUMBERS = live(ModerationNumbers)
