"""The answer for a commune alone: the networks published there, those of the buildings shown."""

import pytest

from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory

from ..factories import ReseauFactory
from .test_views import URL, text

pytestmark = pytest.mark.django_db


def test_a_connected_building_of_the_commune_tells_its_network(client):
    reseau = ReseauFactory(name="Réseau du Pont-de-Claix")
    building = AmbassadeurFactory(copropriete__reseau=reseau, copropriete__commune_id="72181")
    page = text(client.get(URL, {"commune": "72181"}))
    assert "Au Mans, il existe un réseau de chaleur" in page
    assert reseau.get_absolute_url() in page
    assert building.copropriete.name in page
    listed = text(client.get("/reseaux/", {"commune": "72181"}))
    assert reseau.name in listed


def test_a_commune_without_network_is_told_what_else(client):
    """Nor does a building that nobody shows tell one."""
    for mandate in ({"withdrawn": True}, {"expired": True}):
        AmbassadeurFactory(copropriete__commune_id="72181", **mandate)
    page = text(client.get(URL, {"commune": "72181"}))
    assert "Au Mans, nous ne connaissons pas de réseau de chaleur" in page
    assert "0 808 800 700" in page
    page = text(client.get(URL, {"commune": "38053"}))
    assert "À Bourgoin-Jallieu, nous ne connaissons pas de réseau de chaleur" in page
