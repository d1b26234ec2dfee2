"""The numbers of the room: how many people one text may name."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class MentionNumbers(RoomNumbers, room="mentions"):
    """`newcomer_max`: of somebody whom the service does not know yet. `proposed`: names shown
    while one types."""

    named_max: int = 5
    newcomer_max: int = 2
    proposed: int = 8


NUMBERS = live(MentionNumbers)
