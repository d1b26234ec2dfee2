"""The numbers of the address test: distances, what of the geocoder is believed, how often."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class ReseauNumbers(RoomNumbers, room="reseaux"):
    """Distances in metres, limits included; scores of the geocoder from 0 to 1.

    The `strict_` distances hold for the networks in service whose national id is listed.
    """

    very_close_m: int = 100
    close_m: int = 200
    far_m: int = 1000
    strict_networks: tuple[str, ...] = ("7501C", "7511C")
    strict_very_close_m: int = 60
    strict_close_m: int = 100
    score_accepted: float = 0.7
    score_asked: float = 0.4
    tests_a_minute: int = 30
    suggestions_a_minute: int = 60


NUMBERS = live(ReseauNumbers)
