"""Who works at which desk. Twins: `at_operator_desk`, `at_agency_desk`, `comptes.territories`."""

from typing import Final

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.perms import is_agreed, is_recipient
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation, User
from communaute.comptes.perms import (
    is_national_lead,
    is_national_team,
    memberships_of,
    organisations_of,
)

HAVE_A_KEY: Final = (OrganisationKind.EXPLOITANT, OrganisationKind.AGENCE)
HAVE_A_DESK: Final = (*HAVE_A_KEY, OrganisationKind.COLLECTIVITE)


def is_operator(user: object) -> bool:
    return bool(organisations_of(user, OrganisationKind.EXPLOITANT))


def desk_colleagues(user: object, kind: OrganisationKind) -> list[User]:
    """Who works for one's organisations of this kind, oneself included, by name."""
    mine = organisations_of(user, kind)
    people = User.objects.filter(memberships__organisation__in=mine, is_active=True)
    return list(people.distinct().order_by("display_name", "pk"))


def agency_that_writes(user: object, ambassadeur: Ambassadeur) -> Organisation | None:
    """In whose name one may write to a public ambassador: of one's agencies, the one that covers
    their commune most precisely; None when they are not of one's territory."""
    if not Ambassadeur.objects.public().filter(pk=ambassadeur.pk).exists():
        return None
    mine = [one.pk for one in organisations_of(user, OrganisationKind.AGENCE)]
    covering = Organisation.objects.agencies().covering(ambassadeur.copropriete.commune)
    return covering.filter(pk__in=mine).first()


def can_open_collectivite_desk(user: object) -> bool:
    return bool(organisations_of(user, OrganisationKind.COLLECTIVITE))


def authority_that_nudges(user: object, demande: Demande) -> Organisation | None:
    """In whose name one may remind the organisation that a demande waits for: of one's local
    authorities, the one that covers its commune most precisely, or the national team; None
    elsewhere, or when it waits for an ambassador, or for nobody any more.
    """
    if demande.kind == Kind.AMBASSADEUR:
        return None
    if demande.kind == Kind.EXPLOITANT and not is_agreed(demande):
        return None
    if is_national_team(user):
        return Organisation.objects.filter(kind=OrganisationKind.EQUIPE).order_by("pk").first()
    if demande.commune is None:
        return None
    mine = [one.pk for one in organisations_of(user, OrganisationKind.COLLECTIVITE)]
    authorities = Organisation.objects.filter(kind=OrganisationKind.COLLECTIVITE, pk__in=mine)
    return authorities.covering(demande.commune).first()


def can_open_desk_of(user: object, organisation: Organisation) -> bool:
    """The national team, where there is a desk; what it reads there is written down."""
    return is_national_team(user) and organisation.kind in HAVE_A_DESK


def can_handle_demande(user: object, demande: Demande) -> bool:
    """A colleague of the operator or agency written to; an operator's, while the consent holds."""
    return demande.kind != Kind.AMBASSADEUR and is_recipient(user, demande)


def can_treat_demande(user: object, demande: Demande) -> bool:
    """A colleague of the operator named by the consent: without consent there is no demande."""
    return demande.kind == Kind.EXPLOITANT and is_recipient(user, demande)


def can_rotate_token(user: object, organisation: Organisation) -> bool:
    """A colleague, where people write to: the key of an organisation opens what its desk lists."""
    return organisation.kind in HAVE_A_KEY and organisation.pk in {
        membership.organisation_id for membership in memberships_of(user)
    }


def can_act_on(user: object, person: User) -> bool:
    """The team, on everybody's account but one's own; its members', only by whoever leads it."""
    if not is_national_team(user) or getattr(user, "pk", None) == person.pk:
        return False
    return is_national_lead(user) or not is_national_team(person)
