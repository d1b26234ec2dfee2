"""The numbers of what people send to the editors."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class PageNumbers(RoomNumbers, room="pages"):
    """Lengths are in characters, read once by the form when the service starts."""

    message_min: int = 10
    message_max: int = 4_000
    answer_max: int = 8_000
    # By account or address.
    messages_an_hour: int = 3
    messages_a_day: int = 10
    comment_max: int = 500
    # One vote a day and a reader on each page; and on all of them together.
    votes_a_day: int = 30
    # Fewer votes say nothing of a page.
    votes_to_judge: int = 5
    # An answer leaves after these minutes: until then, who wrote it may take it back.
    undo_minutes: int = 5
    # After it was answered or closed, a message is erased.
    days_kept: int = 365


NUMBERS = live(PageNumbers)
