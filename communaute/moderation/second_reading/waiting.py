"""What of this room waits for a person, on top of their account."""

from communaute.comptes.waiting import Waiting
from communaute.moderation.perms import can_see_queue

from .models import SecondReading


def readings_to_do(user: object) -> int:
    """Second readings that wait for one's organisation; no query for whom has none."""
    return SecondReading.objects.visible_to(user).waiting().count() if can_see_queue(user) else 0


WAITING = Waiting(
    "second_reading:learning", readings_to_do, "décision à relire", "décisions à relire"
)
