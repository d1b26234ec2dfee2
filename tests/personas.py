"""One person per role of the permission matrix (the columns of `tests/conftest.py::ROLES`)."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from ambassadeurs.coproprietes.enums import AmbassadeurRole, AmbassadeurStatus
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Coverage, Membership, Organisation, User
from communaute.territoires.models import Commune

# Territories: Isère is where the matrix puts its contents; Finistère is elsewhere.
HERE, ELSEWHERE = "38", "29"
EDITORS_GROUP = "Éditeurs"


def make_person(role: str) -> User:
    """Create the person of one role, with all that this role supposes."""
    user = User.objects.create_user(
        f"{role}@exemple.test".replace("_", "-"), display_name=role.replace("_", " ").capitalize()
    )
    make = {
        "membre": lambda user: None,
        "ambassadeur": _make_ambassador,
        "agence": lambda user: _employ(user, OrganisationKind.AGENCE, HERE),
        "agence_ailleurs": lambda user: _employ(user, OrganisationKind.AGENCE, ELSEWHERE),
        "exploitant": lambda user: _employ(user, OrganisationKind.EXPLOITANT, None),
        "collectivite": lambda user: _employ(user, OrganisationKind.COLLECTIVITE, HERE),
        "editeur": lambda user: user.groups.add(Group.objects.get(name=EDITORS_GROUP)),
        "equipe": lambda user: _employ(user, OrganisationKind.EQUIPE, None),
    }[role]
    make(user)
    return user


def _employ(user: User, kind: OrganisationKind, departement: str | None) -> None:
    organisation = Organisation.objects.create(
        kind=kind, name=f"{kind.label} {departement or ''}".strip(), slug=f"{kind}-{departement}"
    )
    if departement:
        Coverage.objects.create(organisation=organisation, departement_id=departement)
    Membership.objects.create(user=user, organisation=organisation)


def _make_ambassador(user: User) -> None:
    grenoble = Commune.objects.get(code="38185")
    reseau = Reseau.objects.create(
        name="Réseau de l’ambassadeur", slug="reseau-persona", source_key="reseau-persona"
    )
    copropriete = Copropriete.objects.create(
        name="Résidence de l’ambassadeur",
        reseau=reseau,
        commune=grenoble,
        lots=40,
        period="DE_1961_A_1974",
        former_energy="gaz",
        connected_year=2021,
    )
    Ambassadeur.objects.create(
        user=user,
        copropriete=copropriete,
        first_name="Camille",
        role=AmbassadeurRole.CONSEIL_SYNDICAL,
        status=AmbassadeurStatus.VERIFIED,
        verified_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=365),
    )
