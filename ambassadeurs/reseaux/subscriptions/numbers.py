"""The numbers of the room."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class FollowNumbers(RoomNumbers, room="reseau_subscriptions"):
    """`networks_max`: how many networks one follows. `round_m`: to how many metres the place of an
    address is kept."""

    networks_max: int = 20
    round_m: int = 10


NUMBERS = live(FollowNumbers)
