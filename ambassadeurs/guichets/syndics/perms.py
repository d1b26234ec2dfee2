"""Who works at the desk of which syndic."""

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import memberships_of, organisations_of

from ..models import ManagedBuilding


def is_syndic(user: object) -> bool:
    return bool(organisations_of(user, OrganisationKind.SYNDIC))


def can_open(user: object, organisation: Organisation) -> bool:
    """Its members: they read its table, add buildings, change what is told of them, and ask."""
    return organisation in organisations_of(user, OrganisationKind.SYNDIC)


def can_remove(user: object, organisation: Organisation) -> bool:
    """Its leads: what is removed is lost for all its members."""
    return any(
        membership.role == MembershipRole.RESPONSABLE
        for membership in memberships_of(user)
        if membership.organisation_id == organisation.pk
        and membership.organisation.kind == OrganisationKind.SYNDIC
    )


def manages(user: object, copropriete_id: int) -> bool:
    """Whether a syndic of this person manages the building."""
    mine = organisations_of(user, OrganisationKind.SYNDIC)
    if not mine:
        return False
    rows = ManagedBuilding.objects.filter(organisation__in=mine)
    return rows.filter(copropriete=copropriete_id).exists()


def is_managed(copropriete_id: int) -> bool:
    """Whether a syndic has this building in its table."""
    return ManagedBuilding.objects.filter(copropriete=copropriete_id).exists()
