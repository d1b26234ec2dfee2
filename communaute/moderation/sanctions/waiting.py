"""What of this room waits for a person, on top of their account."""

from communaute.comptes.waiting import Waiting
from communaute.moderation.perms import can_see_queue

from .reading import to_confirm


def decisions_to_confirm(user: object) -> int:
    return len(to_confirm(user)) if can_see_queue(user) else 0


WAITING = Waiting(
    "sanctions:proposals",
    decisions_to_confirm,
    "décision de modération attend votre confirmation",
    "décisions de modération attendent votre confirmation",
)
