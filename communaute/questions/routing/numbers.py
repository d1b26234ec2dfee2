"""The numbers of the room: how many people are asked, how often, how long after."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class ReachingNumbers(RoomNumbers, room="routing"):
    """How many at once, how many are suggested, how often one person; then who comes next."""

    people_asked: int = 3
    people_suggested: int = 3
    asked_a_week: int = 3
    members_told: int = 5
    invitations_a_question: int = 3
    next_people_hours: int = 24
    agency_hours: int = 48
    team_days: int = 7


NUMBERS = live(ReachingNumbers)
