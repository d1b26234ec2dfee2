"""The numbers of the room: what is read before it is public, and how soon."""

from dataclasses import dataclass
from typing import Final

from socle.numbers import RoomNumbers, live

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


NUMBERS = live(ScreeningNumbers)
