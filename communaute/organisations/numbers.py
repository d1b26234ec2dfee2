"""The numbers of absences and of invitations."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class AbsenceNumbers(RoomNumbers, room="absences"):
    """`days_max`: the longest absence said at once."""

    days_max: int = 366


ABSENCE_NUMBERS = live(AbsenceNumbers)


@dataclass(frozen=True)
class JoiningNumbers(RoomNumbers, room="invitations"):
    """`invitation_days`: a link is good so long; `kept_days`: then the list still shows it, to send
    it again. `open_max`: of one organisation, waiting at once; `per_hour`: sent by one person."""

    invitation_days: int = 7
    kept_days: int = 30
    open_max: int = 50
    per_hour: int = 20


INVITATION_NUMBERS = live(JoiningNumbers)
