"""The numbers of the room."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class TransparencyNumbers(RoomNumbers, room="transparency"):
    """`agency_from`: decisions from which the figures of one agency are published. `closing_hours`:
    how long after its end a period is written down, once no decision can be undone any more.
    `users_months`: months over which the users are averaged (DSA art. 24(2)). `export_batch`:
    statements sent at once to the Commission's database."""

    agency_from: int = 10
    closing_hours: int = 1
    users_months: int = 6
    export_batch: int = 100


NUMBERS = live(TransparencyNumbers)
