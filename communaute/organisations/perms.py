"""Who invites, who may accept; who may be away, and who may stand in."""

from __future__ import annotations

from communaute.comptes.models import Organisation, User
from communaute.comptes.perms import can_give_roles, is_agency, is_national_team, memberships_of

from .models import OrganisationInvitation


def works_for_somebody(user: object) -> bool:
    """Agencies and the national team: those to whom cases and alerts come."""
    return is_agency(user) or is_national_team(user)


def colleagues_who_may_stand_in(user: User) -> list[User]:
    """The other members of one's organisations, by name."""
    mine = [membership.organisation_id for membership in memberships_of(user)]
    people = User.objects.filter(memberships__organisation__in=mine, is_active=True)
    return list(people.exclude(pk=user.pk).distinct().order_by("display_name"))


def can_invite(user: object, organisation: Organisation) -> bool:
    """Who gives roles there. Twin of `OrganisationInvitationQuerySet.visible_to`."""
    return can_give_roles(user, organisation)


def can_accept(user: object, invitation: OrganisationInvitation) -> bool:
    """The account of the address invited, and nobody who got the link from it."""
    address = str(getattr(user, "email", "")).lower()
    return bool(address) and address == invitation.email
