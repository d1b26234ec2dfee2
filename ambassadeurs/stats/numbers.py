"""The numbers of the room: what is a fast answer, how often things are counted."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class ImpactNumbers(RoomNumbers, room="stats"):
    """Limits are included.

    The day that runs is counted again after `fresh_minutes`; those that just ended, once a day for
    `settling_days`. Then, at each tick, `back_a_tick` days of a past never counted, and
    `again_a_tick` of the oldest countings: what changed since (a text hidden, a demande offered
    again) is right within days. `kept_s`: seconds that what was made for all is kept, until
    it is counted again.
    """

    fast_answer_hours: int = 48
    fresh_minutes: int = 30
    settling_days: int = 7
    back_a_tick: int = 31
    again_a_tick: int = 2
    longest_period_years: int = 10
    networks_shown: int = 20
    networks_in_a_file: int = 2000
    kept_s: int = 1800


NUMBERS = live(ImpactNumbers)
