"""Where an address is, and what is said when nobody knows."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.reseaux.models import AddressTest
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.ambassadeurs.reseaux.fake_geocoder import Answer, feature, found
from tests.communaute.comptes.factories import UserFactory

from .test_projects_services import trace_at

pytestmark = pytest.mark.django_db

BASE = "/mon-compte/copropriete/"
DATA = {
    "name": "Les Tilleuls",
    "commune": "Grenoble (38)",
    "address": "33 boulevard Clemenceau",
}


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def words(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize(
    "answer",
    [found(), found(feature(0.5)), found(feature(citycode="69123", city="Lyon"))],
)
def test_a_doubtful_address_is_kept_without_distance(client, user, geocoder, answer):
    geocoder.will(answer)
    response = client.post(f"{BASE}nouvelle/", DATA, follow=True)
    building = Copropriete.objects.get()
    assert (building.address, building.longitude) == ("33 boulevard Clemenceau", None)
    assert "Nous n’avons pas pu placer cette adresse" in words(response)


def test_a_silent_geocoder_is_not_a_doubtful_address(client, user, geocoder):
    trace_at(ReseauFactory(), 93)
    geocoder.will(Answer(status=500))
    text = words(client.post(f"{BASE}nouvelle/", DATA, follow=True))
    assert "Le service de recherche d’adresses ne répond pas" in text
    assert "Nous n’avons pas encore pu placer votre adresse" in text
    assert "avec certitude" not in text
    assert "Il nous manque votre adresse" not in text
    # Saved again as it is: it is looked for again, and what fails is said again.
    page = f"{BASE}{Copropriete.objects.get().pk}/modifier/"
    text = words(client.post(page, DATA, follow=True))
    assert "Le service de recherche d’adresses ne répond pas" in text
    cache.clear()  # the minute is over
    geocoder.will(found(feature(coordinates=[5.7245, 45.1885])))
    assert "Un réseau passe à 93" in words(client.post(page, DATA, follow=True))


def test_the_distance_of_a_test_is_known_when_the_geocoder_is_silent(client, user, geocoder):
    geocoder.will(Answer(status=500))
    test = AddressTest.objects.create(
        reseau=ReseauFactory(), commune_id="38185", distance_m=86, outcome="reseau_existant_proche"
    )
    text = words(client.post(f"{BASE}nouvelle/?test={test.token}", DATA, follow=True))
    assert "Un réseau passe à 86" in text
    assert "distance au réseau n’est" not in text
