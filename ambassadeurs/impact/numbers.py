"""The numbers of the room: what is recent, what is a fast answer."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class ImpactNumbers(RoomNumbers, room="impact"):
    """Both limits are included."""

    recent_days: int = 30
    fast_answer_hours: int = 48


NUMBERS = live(ImpactNumbers)
