"""Who may read a decision again; twin of `SecondReadingQuerySet.visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import colleagues_of, is_national_team, organisations_of

if TYPE_CHECKING:
    from .models import SecondReading


def can_read_again(user: object, reading: SecondReading) -> bool:
    """Of the agency it was given to, or of the national team; never one's own decision or words."""
    if not getattr(user, "is_authenticated", False):
        return False
    decision = reading.decision
    if decision.decided_by_id == getattr(user, "pk", None):
        return False
    if decision.case.author_id in colleagues_of(user):
        return False
    if reading.organisation_id is None:
        return is_national_team(user)
    mine = organisations_of(user, OrganisationKind.AGENCE)
    return any(agency.pk == reading.organisation_id for agency in mine)
