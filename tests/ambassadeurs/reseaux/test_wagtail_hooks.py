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


def test_the_team_says_by_name_which_operator_receives_the_requests(client, boss):
    reseau = ReseauFactory(name="Réseau du Vercors", exploitant=None)
    operator = OrganisationFactory(kind="exploitant", name="Chaleur du Vercors")
    agency = OrganisationFactory(kind="agence", name="Agence du Vercors")
    assert "Réseau du Vercors" in client.get(BASE).content.decode()
    page = f"{BASE}edit/{reseau.pk}/"
    for typed in ("Agence du Vercors", agency.slug):
        assert "Aucun exploitant à ce nom" in client.post(page, {"exploitant": typed}).text
    # A part of the name is proposed, even alone.
    asked = client.post(page, {"exploitant": "chaleur"}).text
    assert f'name="exploitant-choix" value="{operator.slug}"' in asked
    reseau.refresh_from_db()
    assert reseau.exploitant is None
    ticked = {"exploitant": "chaleur", "exploitant-choix": [operator.slug]}
    assert client.post(page, ticked).status_code == 302
    reseau.refresh_from_db()
    assert reseau.exploitant == operator
    # What is shown is read back as it is; emptied, nobody answers here.
    shown = client.get(page).context["form"]["exploitant"].value()
    assert shown == f"Chaleur du Vercors · {operator.slug}"
    assert client.post(page, {"exploitant": shown}).status_code == 302
    reseau.refresh_from_db()
    assert reseau.exploitant == operator
    assert client.post(page, {"exploitant": ""}).status_code == 302
    reseau.refresh_from_db()
    assert reseau.exploitant is None


def test_one_operator_only_receives_the_requests(client, boss):
    reseau = ReseauFactory(exploitant=None)
    two = [OrganisationFactory(kind="exploitant", name=name) for name in ("Dalkia", "Engie")]
    page = f"{BASE}edit/{reseau.pk}/"
    refused = client.post(page, {"exploitant": "Dalkia\nEngie"})
    assert refused.context["form"].errors["exploitant"] == [
        "Une seule réponse ici : gardez une ligne, ou une case."
    ]
    for one in two:
        one.name = "Chaleur du Vercors"
        one.save()
    asked = client.post(page, {"exploitant": "Chaleur du Vercors"}).text
    assert "plusieurs possibilités" in asked
    reseau.refresh_from_db()
    assert reseau.exploitant is None


def test_networks_are_neither_added_nor_deleted_by_hand(client):
    """Not even by who may do all the rest."""
    client.force_login(UserFactory(is_superuser=True))
    reseau = ReseauFactory()
    assert client.post(f"{BASE}delete/{reseau.pk}/").status_code in (302, 403)
    assert client.get(f"{BASE}new/").status_code in (302, 403)
    assert Reseau.objects.get() == reseau
