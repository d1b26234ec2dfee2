"""Networks in the site search and in the site map."""

import pytest

from ambassadeurs.reseaux.search import search_networks

from .factories import ReseauFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["3802c", "grenoble", "RESEAU grenoble", "CCIAG"])
def test_the_site_search_finds_a_network(client, query):
    reseau = ReseauFactory(
        name="Réseau de Grenoble", identifiant="3802C", exploitant_name="Chauffage (CCIAG)"
    )
    ReseauFactory(name="Réseau de froid", kind="froid", communes_label="Grenoble")
    page = client.get("/recherche/", {"q": query}).content.decode()
    assert reseau.get_absolute_url() in page
    assert "Réseau de froid" not in page


def test_another_word_does_not(client):
    reseau = ReseauFactory(name="Réseau de Grenoble")
    page = client.get("/recherche/", {"q": "Bordeaux"}).content.decode()
    assert reseau.get_absolute_url() not in page


@pytest.mark.parametrize("query", ["", "!!!", "'", "%"])
def test_signs_without_words_find_nothing(query):
    ReseauFactory()
    assert search_networks(query, None) == []


def test_the_site_map_holds_heat_networks(client):
    reseau = ReseauFactory()
    cold = ReseauFactory(kind="froid")
    assert "/sitemap-reseaux.xml" in client.get("/sitemap.xml").content.decode()
    text = client.get("/sitemap-reseaux.xml").content.decode()
    assert reseau.get_absolute_url() in text
    assert cold.get_absolute_url() not in text
