"""The numbers of assemblies: which days their members are written to, and which message is
due."""

from dataclasses import dataclass
from datetime import date

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class AssembleeNumbers(RoomNumbers, room="assemblees"):
    """Days before the assembly when its members are told that no offer is there
    (`offer_days_before`), then that it comes (`soon_days_before`); days after it when they are
    asked how it went, and asked again. Nobody is asked any more after `asked_until_days`.
    `past_years`: how old one recorded after it was held may be.
    """

    offer_days_before: int = 100
    soon_days_before: int = 30
    asked_days_after: int = 1
    asked_again_days_after: int = 8
    asked_until_days: int = 60
    past_years: int = 10


NUMBERS = live(AssembleeNumbers)


# In the order of the days: each is told once, and not after the next one is due.
NO_OFFER, SOON, ASKED, ASKED_AGAIN = 1, 2, 3, 4


def days_of() -> dict[int, int]:
    """Of each message, the days from the assembly (negative: before it)."""
    return {
        NO_OFFER: -NUMBERS.offer_days_before,
        SOON: -NUMBERS.soon_days_before,
        ASKED: NUMBERS.asked_days_after,
        ASKED_AGAIN: NUMBERS.asked_again_days_after,
    }


def passed_on(held_on: date, today: date) -> int:
    """How many messages are behind when the date is given: what the page says at once is not
    written again the same day."""
    since = (today - held_on).days
    return sum(day <= since for day in days_of().values())


def due_on(held_on: date, today: date) -> int:
    """The last message whose day has come; 0 before the first one, and once it is too late."""
    since = (today - held_on).days
    return 0 if since > NUMBERS.asked_until_days else passed_on(held_on, today)
