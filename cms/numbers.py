"""The numbers of the CMS: what people send to the editors, events, the editors’ desk."""

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


PAGE_NUMBERS = live(PageNumbers)


@dataclass(frozen=True)
class AttendingNumbers(RoomNumbers, room="events"):
    """`confirm_hours`: an address has so long to confirm, then it is forgotten. `remind_hour`: of
    Paris, the day before. `kept_days`: after the event. Asked from one place (`an_hour`, `a_day`),
    and mails to one address (`mails_a_day`)."""

    confirm_hours: int = 48
    remind_hour: int = 9
    kept_days: int = 30
    an_hour: int = 10
    a_day: int = 30
    mails_a_day: int = 5


EVENT_NUMBERS = live(AttendingNumbers)


# Characters of an address, in ASCII: an index holds no more.
LINK_MAX = 1_000


@dataclass(frozen=True)
class DeskNumbers(RoomNumbers, room="desk"):
    # The clock passes every five minutes: later, it cannot publish what was set for that hour.
    minutes_late: int = 15
    # A guide is checked again after this many days.
    days_before_review: int = 365
    # Readers’ votes of that many days are looked at.
    days_of_votes: int = 90
    # Lines of each list on the desk, and comments on a page of `/gestion/avis/`.
    pages_shown: int = 3
    guides_shown: int = 10
    links_shown: int = 20
    searches_shown: int = 10
    comments_a_page: int = 50
    # A link is looked at once in that many days at most, and a few at each tick.
    days_between_checks: int = 7
    links_a_tick: int = 5
    # Different days on which it failed before it is called dead.
    days_to_be_dead: int = 2


DESK_NUMBERS = live(DeskNumbers)


@dataclass(frozen=True)
class AgreeingNumbers(RoomNumbers, room="terms"):
    """`days_to_answer`: how long one may go on writing without having answered. No shorter than a
    session, so that nobody is stopped in the middle of a text before having been asked."""

    days_to_answer: int = 14


TERMS_NUMBERS = live(AgreeingNumbers)
