"""The numbers of the editors’ desk."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live

# Characters of an address, in ASCII: an index holds no more.
LINK_MAX = 1_000


@dataclass(frozen=True)
class DeskNumbers(RoomNumbers, room="desk"):
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


NUMBERS = live(DeskNumbers)
