"""The numbers of the room: delays of the Digital Services Act, limits against abuse."""

from dataclasses import dataclass
from typing import Final

from socle.numbers import RoomNumbers, live

# Columns and constraints of the database: a setting does not change them. Characters.
CAUTION_MAX: Final = 300
FACTS_MIN: Final = 30


@dataclass(frozen=True)
class ModerationNumbers(RoomNumbers, room="moderation"):
    """`working_days` are those of Paris; lengths are in characters, `text_max` those of facts,
    appeals and answers: forms read them once, when the service starts. `ladder_hours` are the
    lengths proposed for a measure towards a person, from the first to the fourth; what is longer
    than `alone_days` takes two people of the national team. `edit_days`: time to edit a text on
    demand. `counts_days`: how long a reminder or a warning counts. `undo_minutes`: a decision is
    taken back, and nothing is sent meanwhile."""

    illegal_hours: int = 24
    working_days: int = 3
    appeal_days: int = 183
    appeal_answer_days: int = 14
    again_hours: int = 24
    reports_per_day: int = 20
    facts_min_length: int = FACTS_MIN
    why_max: int = 1000
    ladder_hours: tuple[int, ...] = (24, 72, 168, 720)
    alone_days: int = 7
    edit_days: int = 7
    counts_days: int = 180
    undo_minutes: int = 5
    explanation_min: int = 10
    explanation_max: int = 2000
    text_max: int = 4000
    note_max: int = 2000
    why_min: int = 10
    neighbours: int = 3
    bulk_max: int = 100


NUMBERS = live(ModerationNumbers)
