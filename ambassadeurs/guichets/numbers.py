"""The numbers of the room: what people are told at the desks, and until when."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class GuichetNumbers(RoomNumbers, room="guichets"):
    """`follow_up_days`: how far the day may be on which one comes back to a demande.
    `connected_years`: since how long a building may be said connected, at most.
    `assembly_past_days`: how long an assembly that is over stays in the operator's calendar.
    `trend_months`: how many months a local authority compares. `nudge_days`: how long before a
    late demande may be reminded again by a local authority. `opening_minutes`: how long the
    national team reads a desk that it opened; `reason_min`: the shortest reason, in characters.
    """

    follow_up_days: int = 365
    connected_years: int = 5
    assembly_past_days: int = 60
    trend_months: int = 12
    nudge_days: int = 7
    opening_minutes: int = 60
    reason_min: int = 10


NUMBERS = live(GuichetNumbers)
