"""The numbers of the room: how long one's text may be edited, how often it may change."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


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


NUMBERS = live(RevisingNumbers)
