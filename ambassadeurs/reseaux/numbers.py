"""The numbers of the address test (distances, geocoder, how often) and of following networks."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class ReseauNumbers(RoomNumbers, room="reseaux"):
    """Distances in metres, limits included, straight from the address to the pipes, as France
    Chaleur Urbaine has them: said and decided by here alone. Scores of the geocoder from 0 to 1.

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


@dataclass(frozen=True)
class FollowNumbers(RoomNumbers, room="reseau_subscriptions"):
    """`networks_max`: how many networks one follows. `round_m`: to how many metres the place of an
    address is kept."""

    networks_max: int = 20
    round_m: int = 10


FOLLOW_NUMBERS = live(FollowNumbers)
