"""The numbers of moderation: delays of the Digital Services Act, limits against abuse, waits."""

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
    taken back, and nothing is sent meanwhile. `first_hours`: for trusted flaggers and authorities.
    `national_…`: when a case goes to the national team. `hiding_…`: how many accounts hide a text
    until somebody decides, within `hidden_hours`; an account is settled after `settled_days`.
    `danger_alone`: how many texts one account hides alone, in danger, before one proves right.
    `many_reports` of new accounts about one person in a day are told to the national team.
    `file_months`: how long a closed file is kept.
    `told_at_once` people who reported are told with the decision; more, by a task, in batches."""

    danger_hours: int = 1
    illegal_hours: int = 24
    first_hours: int = 24
    working_days: int = 3
    national_working_days: int = 5
    national_days: int = 30
    review_hours: int = 24
    hidden_hours: int = 72
    hidden_alert_hours: int = 48
    hiding_accounts: int = 3
    hiding_settled: int = 2
    settled_days: int = 7
    danger_alone: int = 2
    many_reports: int = 10
    told_at_once: int = 10
    told_in_a_batch: int = 100
    offered_texts: int = 8
    appeal_days: int = 183
    appeal_answer_days: int = 14
    appeal_hard_days: int = 30
    again_hours: int = 24
    reports_per_day: int = 20
    facts_min_length: int = FACTS_MIN
    ladder_hours: tuple[int, ...] = (24, 72, 168, 720)
    alone_days: int = 7
    edit_days: int = 7
    counts_days: int = 180
    undo_minutes: int = 5
    explanation_min: int = 10
    explanation_max: int = 2000
    text_max: int = 4000
    passage_max: int = 1000
    note_max: int = 2000
    why_min: int = 10
    neighbours: int = 3
    bulk_max: int = 100
    file_months: int = 12


NUMBERS = live(ModerationNumbers)


# Of one list, in characters: the size of its column.
LIST_MAX: Final = 20_000


@dataclass(frozen=True)
class ScreeningNumbers(RoomNumbers, room="prescreening"):
    """`newcomer_links`: links to public services and known organisations that a newcomer gives
    freely. `recent_days`: how long an account stays recent. `same_text_hours`: how long a text is
    remembered, to see it again. `near_ratio`: from which likeness (0 to 100, `rapidfuzz`) two texts
    are near, when both have `near_characters` at least and among the `near_compared` last ones.
    `form_seconds`: a form sent sooner was not read. `review_working_hours` (those of Paris, Monday
    to Friday), and never more than `review_hours` on the clock. The median told is that of the last
    `median_days`, from `median_from` reviews."""

    newcomer_links: int = 1
    recent_days: int = 15
    same_text_hours: int = 24
    near_ratio: int = 90
    near_characters: int = 60
    near_compared: int = 200
    remembered_characters: int = 2_000
    form_seconds: int = 3
    silent_edit_minutes: int = 5
    review_working_hours: int = 8
    review_hours: int = 24
    median_days: int = 90
    median_from: int = 5


PRESCREENING_NUMBERS = live(ScreeningNumbers)


@dataclass(frozen=True)
class ReturningNumbers(RoomNumbers, room="ban_evasion"):
    """`kept_days`: how long, at most, the mark of the address of a closed account is kept, when
    the measure has no end or a later one."""

    kept_days: int = 365


EVASION_NUMBERS = live(ReturningNumbers)


@dataclass(frozen=True)
class ReviewNumbers(RoomNumbers, room="second_reading"):
    """`percent` of the decisions of a month are read again; `note_max` in characters."""

    percent: int = 5
    note_max: int = 2000


READING_NUMBERS = live(ReviewNumbers)


@dataclass(frozen=True)
class TransparencyNumbers(RoomNumbers, room="transparency"):
    """`agency_from`: decisions from which the figures of one agency are published. `closing_hours`:
    how long after its end a period is written down, once no decision can be undone any more.
    `users_months`: months over which the users are averaged (DSA art. 24(2)). `export_batch`:
    statements sent at once to the Commission's database."""

    agency_from: int = 10
    closing_hours: int = 1
    users_months: int = 6
    export_batch: int = 100


TRANSPARENCY_NUMBERS = live(TransparencyNumbers)
