import pytest

from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import SpaceFactory


@pytest.fixture
def user(db):
    return UserFactory(email="monique@example.org", display_name="Monique D.")


@pytest.fixture
def space(db):
    return SpaceFactory(slug="grenoble", title="Réseau de Grenoble")
