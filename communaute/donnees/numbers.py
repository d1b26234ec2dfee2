"""The numbers of the room: the copy of one’s data, the days before an account closes, the rules."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class DataNumbers(RoomNumbers, room="donnees"):
    """`copy_hours`: how long a copy and its link are kept once made. `again_hours`: after one was
    asked for, the same is given back. `late_minutes`: from when the clock makes a copy itself.
    `closing_days`: an account that closes may be taken back; `review_max`: characters.
    `connection_days`: data of connection (décret 2021-1362, article 6)."""

    copy_hours: int = 48
    again_hours: int = 24
    late_minutes: int = 10
    closing_days: int = 7
    review_max: int = 1000
    connection_days: int = 365


NUMBERS = live(DataNumbers)


@dataclass(frozen=True)
class AgreeingNumbers(RoomNumbers, room="terms"):
    """`days_to_answer`: how long one may go on writing without having answered. No shorter than a
    session, so that nobody is stopped in the middle of a text before having been asked."""

    days_to_answer: int = 14


TERMS_NUMBERS = live(AgreeingNumbers)
