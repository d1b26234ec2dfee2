"""One person per role of the permission matrix (the columns of `ROLES` in `tests/conftest.py`)."""

from datetime import timedelta

from django.utils import timezone

from ambassadeurs.coproprietes.enums import AmbassadeurRole, AmbassadeurStatus
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import User
from communaute.territoires.models import Commune
from tests.communaute.comptes.factories import UserFactory


def make_person(role: str) -> User:
    """Create the person of one role; agencies and local authorities cover Isère or elsewhere."""
    if role == "membre":
        return UserFactory()
    if role == "ambassadeur":
        return _make_ambassador()
    return UserFactory(**{role: True})


def _make_ambassador() -> User:
    user = UserFactory()
    reseau = Reseau.objects.create(
        name="Réseau de l’ambassadeur", slug="reseau-persona", source_key="reseau-persona"
    )
    copropriete = Copropriete.objects.create(
        name="Résidence de l’ambassadeur",
        reseau=reseau,
        commune=Commune.objects.get(code="38185"),
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
    return user
