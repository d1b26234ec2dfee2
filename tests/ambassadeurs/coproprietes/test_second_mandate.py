"""A building connected once is never overwritten by what a second mandate told of it."""

import pytest

from ambassadeurs.coproprietes.enums import AmbassadeurStatus
from ambassadeurs.coproprietes.mandats.services import verify_ambassadeur
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory

from .factories import AmbassadeurFactory, CoproprieteFactory

pytestmark = pytest.mark.django_db

FIRST = {"connected_year": 2019, "lots": 40, "former_energy": "gaz", "place": None}
SECOND = {"connected_year": 2023, "lots": 99, "former_energy": "fioul", "place": (5.74, 45.18)}


@pytest.fixture
def team():
    return UserFactory(equipe=True)


@pytest.fixture
def project():
    return CoproprieteFactory(connected_year=None, reseau=None, stage="etude", lots=12)


def claiming(building: Copropriete, facts: dict) -> Ambassadeur:
    return AmbassadeurFactory(
        pending=True,
        copropriete=building,
        claimed_reseau=ReseauFactory(),
        claimed_facts=dict(facts),
    )


def stored(building: Copropriete) -> dict:
    """All that is written of the building, its public position apart: mandates move it."""
    row = Copropriete.objects.filter(pk=building.pk).values().get()
    moved = {"public_longitude", "public_latitude", "updated_at"}
    return {name: value for name, value in row.items() if name not in moved}


def test_the_second_claim_changes_nothing_and_is_settled(team, project):
    first, second = claiming(project, FIRST), claiming(project, SECOND)
    verify_ambassadeur(actor=team, ambassadeur=first)
    before = stored(project)
    assert (before["connected_year"], before["lots"], before["stage"]) == (2019, 40, "raccorde")

    verify_ambassadeur(actor=team, ambassadeur=second)

    assert stored(project) == before
    second.refresh_from_db()
    assert second.status == AmbassadeurStatus.VERIFIED
    assert (second.claimed_reseau, second.claimed_facts) == (None, {})


def test_a_building_connected_otherwise_meanwhile_keeps_its_facts(team, project):
    mandate = claiming(project, SECOND)
    Copropriete.objects.filter(pk=project.pk).update(
        reseau=ReseauFactory(), connected_year=2020, stage="raccorde", lots=50
    )
    before = stored(project)
    verify_ambassadeur(actor=team, ambassadeur=mandate)
    assert stored(project) == before
