"""What the team may do of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.comptes.perms import is_national_lead, is_national_team

if TYPE_CHECKING:
    from communaute.comptes.models import User


def can_act_on(user: object, person: User) -> bool:
    """The team, on everybody's account but one's own; its members', only by whoever leads it."""
    if not is_national_team(user) or getattr(user, "pk", None) == person.pk:
        return False
    return is_national_lead(user) or not is_national_team(person)
