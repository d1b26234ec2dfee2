"""The numbers of the room: how long texts are, how often one may write, whom it is told to."""

from dataclasses import dataclass
from typing import Final

from socle.numbers import RoomNumbers, at_least, live

# The column's own size: no setting changes it.
TITLE_MAX: Final = 150
DESCRIPTION_MAX: Final = 600


@dataclass(frozen=True)
class QuestionNumbers(RoomNumbers, room="questions"):
    """Lengths are in characters, read once by the forms when the service starts."""

    title_min: int = 15
    body_min: int = 20
    body_max: int = 10_000
    questions_a_day: int = 5
    seconds_between_questions: int = 60
    seconds_between_answers: int = 10
    # Of somebody whom the service does not know yet.
    newcomer_seconds_between_questions: int = 300
    newcomer_seconds_between_answers: int = 30
    # In the 24 hours after one opened an account, unless one is trusted; comments are answers.
    first_day_questions: int = 3
    first_day_answers: int = 10
    # Answers of one person to one question, one after the other.
    answers_in_a_row: int = at_least(1, 3)
    hours_same_text: int = 24
    # How long one may change one's mind after withdrawing one's own text.
    put_back_minutes: int = 10
    # From then on an asker not seen is absent: the agency may say which answer helped.
    absent_days: int = 14
    # Comments: lengths, and how many of those who commented before are told.
    comment_min: int = 2
    comment_max: int = 600
    commenters_told: int = 20
    # Agencies of a territory: how many are told of its questions, and shown.
    agencies_asked: int = 2
    # The usual delay of an answer is told from this many questions up, over as many as the last.
    usual_delay_from: int = 5
    usual_delay_over: int = 50
    # Texts one is writing: how many, how long (characters of all fields), how many days.
    drafts_max: int = 20
    draft_characters_max: int = 60_000
    draft_days: int = 90
    # From how many answers a thread has a summary; how many make a guide; how many news are told.
    summary_from: int = 10
    guide_answers: int = 5
    news_counted: int = 20
    # The index of spaces, and who is shown on the page of one.
    spaces_shown: int = 12
    spaces_found: int = 30
    people_shown: int = 6

    # Tags of one question, and the length of one.
    tags_max: int = 5
    tag_characters_max: int = 40


NUMBERS = live(QuestionNumbers)


@dataclass(frozen=True)
class FileNumbers(RoomNumbers, room="attachments"):
    files_max: int = 4
    # Of somebody whom the service does not know yet.
    newcomer_images: int = 1
    newcomer_pdfs: int = 0
    waiting_hours: int = 24


FILE_NUMBERS = live(FileNumbers)


@dataclass(frozen=True)
class MentionNumbers(RoomNumbers, room="mentions"):
    """`newcomer_max`: of somebody whom the service does not know yet. `proposed`: names shown
    while one types."""

    named_max: int = 5
    newcomer_max: int = 2
    proposed: int = 8


MENTION_NUMBERS = live(MentionNumbers)


@dataclass(frozen=True)
class RevisingNumbers(RoomNumbers, room="revisions"):
    """Editing: how long (a comment, the same for everybody), what leaves no version, how often;
    then withdrawing."""

    edit_hours: int = 24
    edit_days_when_trusted: int = 30
    comment_edit_hours: int = 1
    silent_edit_minutes: int = 5
    silent_edit_characters: int = 100
    edits_a_day: int = 20
    withdrawals_a_day: int = 10


REVISION_NUMBERS = live(RevisingNumbers)


@dataclass(frozen=True)
class ReachingNumbers(RoomNumbers, room="routing"):
    """How many at once, how many are suggested, how often one person; then who comes next."""

    people_asked: int = 3
    people_suggested: int = 3
    asked_a_week: int = 3
    members_told: int = 5
    invitations_a_question: int = 3
    next_people_hours: int = 24
    agency_hours: int = 48
    team_days: int = 7


ROUTING_NUMBERS = live(ReachingNumbers)
