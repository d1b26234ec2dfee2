"""The filters of the directory: folded on a phone, those in use as chips that take them off."""

import pytest
from bs4 import BeautifulSoup

from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory

pytestmark = pytest.mark.django_db

LIST = "/ambassadeurs/"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def chips(client, query):
    return {
        link.find(string=True, recursive=False): link["href"]
        for link in soup(client.get(f"{LIST}?{query}")).select(".cu-filter-chips a")
    }


def test_people_come_before_the_filters_which_are_folded(client):
    AmbassadeurFactory()
    page = soup(client.get(LIST))
    fold = page.select_one("details.cu-fold")
    assert not fold.has_attr("open")
    assert fold.select("form[role=search], form.co-around")
    assert page.select_one(".cu-filter-chips") is None
    # Nothing else than words stands between the title and the people, but this fold.
    assert not [form for form in page.select("main form") if not form.find_parent("details")]


def test_each_filter_in_use_is_a_chip_that_takes_itself_off(client):
    reseau = ReseauFactory(name="Compagnie de chauffage")
    AmbassadeurFactory(copropriete__reseau=reseau)
    rest = "energie=fioul&chiffres=on"
    assert chips(client, f"reseau={reseau.slug}&{rest}&page=1") == {
        "Compagnie de chauffage": f"{LIST}?{rest}",
        "Chauffage d’avant : Fioul": f"{LIST}?reseau={reseau.slug}&chiffres=on",
        "Qui donnent leurs chiffres": f"{LIST}?reseau={reseau.slug}&energie=fioul",
    }


def test_one_filter_in_words(client):
    # One that nobody speaks for too.
    reseau = ReseauFactory(name="Réseau sans voix")
    words = {
        "commune=38185": "Grenoble",
        "lots=58": "Proches de vos 58 lots",
        "periode=DE_1961_A_1974": "Construction : 1961–1974",
        "chauffage=individuel": "Type de chauffage : Individuel",
        "visites=on": "Qui acceptent des visites",
        "lat=45.167&lon=5.717": "Autour de votre adresse",
        f"reseau={reseau.slug}": "Réseau sans voix",
    }
    shown = {query: chips(client, query) for query in words}
    assert shown == {query: {one: LIST} for query, one in words.items()}
