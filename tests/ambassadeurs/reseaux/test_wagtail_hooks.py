"""Who answers for a network, as the national team says it in `/gestion/`."""

import pytest

from ambassadeurs.reseaux.models import Reseau
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .factories import ReseauFactory

pytestmark = pytest.mark.django_db
BASE = "/gestion/reseaux/"


@pytest.fixture
def boss(client):
    user = UserFactory(intendance=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def test_the_team_says_which_operator_receives_the_requests(client, boss):
    reseau = ReseauFactory(name="Réseau du Vercors", exploitant=None)
    operator = OrganisationFactory(kind="exploitant")
    agency = OrganisationFactory(kind="agence")
    assert "Réseau du Vercors" in client.get(BASE).content.decode()
    page = f"{BASE}edit/{reseau.pk}/"
    assert client.post(page, {"exploitant": agency.pk}).status_code == 200
    reseau.refresh_from_db()
    assert reseau.exploitant is None
    assert client.post(page, {"exploitant": operator.pk}).status_code == 302
    reseau.refresh_from_db()
    assert reseau.exploitant == operator


def test_networks_are_neither_added_nor_deleted_by_hand(client):
    """Not even by who may do all the rest."""
    client.force_login(UserFactory(is_superuser=True))
    reseau = ReseauFactory()
    assert client.post(f"{BASE}delete/{reseau.pk}/").status_code in (302, 403)
    assert client.get(f"{BASE}new/").status_code in (302, 403)
    assert Reseau.objects.get() == reseau
