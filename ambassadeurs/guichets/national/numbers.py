"""The numbers of the room."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class NationalNumbers(RoomNumbers, room="national"):
    """`tries`: how many times a code may be typed. `found_max`: accounts a search shows.
    `listed`: decisions and acts shown on an account. `late_max`: late things of one kind shown.
    `reason_min`, `reason_max` in characters. `tries_per_hour`: codes typed from one place."""

    tries: int = 5
    found_max: int = 20
    listed: int = 20
    late_max: int = 100
    reason_min: int = 10
    reason_max: int = 500
    tries_per_hour: int = 30


NUMBERS = live(NationalNumbers)
