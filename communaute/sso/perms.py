"""Who validates what comes by ProConnect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.comptes.perms import can_give_roles, is_national_team

if TYPE_CHECKING:
    from .models import AccessRequest


def can_decide(user: object, request: AccessRequest) -> bool:
    """A lead of the organisation (of one of the person's, for an identity) or the national team;
    nobody for oneself. Twin of `AccessRequestQuerySet.decided_by_me`."""
    if request.user_id == getattr(user, "pk", None):
        return False
    if request.organisation is not None:
        return can_give_roles(user, request.organisation)
    return is_national_team(user) or any(
        can_give_roles(user, membership.organisation)
        for membership in request.user.memberships.select_related("organisation")
    )
