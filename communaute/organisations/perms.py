"""Who invites, who may accept; who may be away, and who may stand in."""

from dataclasses import dataclass

from communaute.comptes.models import User
from communaute.comptes.perms import is_agency, is_national_team, memberships_of
from socle.numbers import RoomNumbers, live

from .models import OrganisationInvitation


def works_for_somebody(user: object) -> bool:
    """Agencies and the national team: those to whom cases and alerts come."""
    return is_agency(user) or is_national_team(user)


def colleagues_who_may_stand_in(user: User) -> list[User]:
    """The other members of one's organisations, by name."""
    mine = [membership.organisation_id for membership in memberships_of(user)]
    people = User.objects.filter(memberships__organisation__in=mine, is_active=True)
    return list(people.exclude(pk=user.pk).distinct().order_by("display_name"))


def can_accept(user: object, invitation: OrganisationInvitation) -> bool:
    """The account of the address invited, and nobody who got the link from it."""
    address = str(getattr(user, "email", "")).lower()
    return bool(address) and address == invitation.email


# The numbers of absences and of invitations.


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
