import pytest

from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .dossiers import DAY
from .factories import AssembleeFactory, project_of


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def member():
    return UserFactory()


@pytest.fixture
def assembly(member):
    operator = OrganisationFactory(kind="exploitant", name="Chaleur des Alpes")
    network = ReseauFactory(name="Réseau des Alpes", exploitant=operator)
    building = project_of(member, name="Les Tilleuls", nearest_reseau=network)
    return AssembleeFactory(copropriete=building, held_on=DAY)
