"""Who invites, and who may accept."""

from __future__ import annotations

from communaute.comptes.models import Organisation
from communaute.comptes.perms import can_give_roles

from .models import OrganisationInvitation


def can_invite(user: object, organisation: Organisation) -> bool:
    """Who gives roles there. Twin of `OrganisationInvitationQuerySet.visible_to`."""
    return can_give_roles(user, organisation)


def can_accept(user: object, invitation: OrganisationInvitation) -> bool:
    """The account of the address invited, and nobody who got the link from it."""
    address = str(getattr(user, "email", "")).lower()
    return bool(address) and address == invitation.email
