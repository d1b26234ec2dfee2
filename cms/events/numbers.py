"""The numbers of the room."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class AttendingNumbers(RoomNumbers, room="events"):
    """`confirm_hours`: an address has so long to confirm, then it is forgotten. `remind_hour`: of
    Paris, the day before. `kept_days`: after the event. Asked from one place (`an_hour`, `a_day`),
    and mails to one address (`mails_a_day`)."""

    confirm_hours: int = 48
    remind_hour: int = 9
    kept_days: int = 30
    an_hour: int = 10
    a_day: int = 30
    mails_a_day: int = 5


NUMBERS = live(AttendingNumbers)
