import uuid

import pytest
from wagtail.models import Page

from cms.models import GuideIndexPage, HomePage
from communaute.questions.models import Space
from tests.communaute.comptes.factories import UserFactory

from .factories import SpaceFactory


@pytest.fixture
def user(db):
    return UserFactory(email="monique@example.org", display_name="Monique D.")


@pytest.fixture
def space(db):
    return SpaceFactory(slug="grenoble", title="Réseau de Grenoble")


@pytest.fixture
def national(db):
    return Space.objects.get(slug="national")


@pytest.fixture
def guides(db):
    """The list of guides, without the other pages of a new site."""
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Accueil", slug="accueil-g"))
    return home.add_child(instance=GuideIndexPage(title="Guides", slug="guides"))


@pytest.fixture
def ask_data(space):
    """What the ask page sends, complete and valid."""
    return {
        "title": "Combien coûte le raccordement ?",
        "body": "Notre chaudière au gaz a vingt-cinq ans et le réseau passe dans la rue.",
        "space": space.slug,
        "submission_key": str(uuid.uuid4()),
    }
