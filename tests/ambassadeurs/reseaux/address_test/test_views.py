"""The address test as people meet it: form, doubts, failures, redirect, shareable result."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ambassadeurs.reseaux.address_test.forms import COOKIE, POINT_COOKIE
from ambassadeurs.reseaux.address_test.services import commune_written_in
from ambassadeurs.reseaux.enums import Outcome, Precision
from ambassadeurs.reseaux.models import AddressTest
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.reseaux.factories import ensure_space

from ..factories import GRENOBLE_DEGREES, ReseauFactory, traced_reseau
from ..fake_geocoder import Answer, feature, found

pytestmark = pytest.mark.django_db

ADDRESS = "33 boulevard Clemenceau, 38100 Grenoble"
URL = "/mon-adresse/"


@pytest.fixture
def reseau():
    return traced_reseau(distance_m=93, identifiant="3802C", name="Réseau de Grenoble")


def text(response):
    """The page with ordinary spaces, as one reads it."""
    return response.content.decode().replace("\u00a0", " ")


def test_an_address_gives_a_shareable_result(client, geocoder, reseau):
    # The same place twice is not a doubt.
    geocoder.will(found(feature(0.9), feature(0.9)))
    response = client.post(URL, {"q": ADDRESS}, follow=True)
    test = AddressTest.objects.get()
    assert response.redirect_chain == [(reverse("reseaux:result", args=[test.token]), 302)]
    assert "Oui, probablement : un réseau passe à 93 m" in text(response)
    assert (test.distance_m, test.reseau, test.commune_id) == (93, reseau, "38185")
    assert test.precision == Precision.ADRESSE
    assert "Clemenceau" not in text(response)
    assert "5.740" not in text(response)
    # A commune leaves no point.
    client.cookies.clear()
    assert not client.post(URL, {"commune": "38185"}).cookies


def test_the_form_is_served_without_a_cookie(client):
    response = client.get(URL)
    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in text(response)


def test_the_form_of_a_cached_page_needs_no_token(geocoder, reseau):
    response = Client(enforce_csrf_checks=True).post(URL, {"q": ADDRESS})
    assert response.status_code == 302
    # No session, no token: the browser keeps the address for the forms, its point for the map.
    assert set(response.cookies) == {COOKIE, POINT_COOKIE}
    point = response.cookies[POINT_COOKIE]
    assert point.value == "5.74029_45.18403"
    # Nothing but this very result is sent it, for an hour.
    assert (point["path"], point["max-age"]) == (response.url, 3600)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Écrivez une adresse"),
        ("ab", "trop courte"),
        ("a" * 201, "trop longue"),
        ("?!?!?!", "Nous ne lisons pas"),
        ("zzzz zzzz", "Nous ne trouvons pas cette adresse"),
    ],
)
def test_unusable_text_is_said_beside_the_field_and_kept(client, geocoder, typed, said):
    geocoder.will(found())
    response = client.post(URL, {"q": typed, "chauffage": "individuel"})
    assert response.status_code == 422
    assert said in text(response)
    field = response.context["address_form"]["q"]
    assert field.errors
    assert (field.value() or "") == typed
    assert response.context["address_form"]["chauffage"].value() == "individuel"
    assert 'aria-describedby="id_q-desc-error' in text(response)
    assert bool(geocoder.queries) is typed.startswith("z")
    assert not AddressTest.objects.exists()


@pytest.mark.parametrize("typed", ["abc", "a" * 200])
def test_shortest_and_longest_text_are_searched(client, geocoder, typed):
    assert client.post(URL, {"q": typed}).status_code == 302
    assert geocoder.queries


@pytest.mark.parametrize(("gap", "status"), [(0.04, 200), (0.05, 302)])
def test_two_good_places_are_asked_back_when_close(client, geocoder, gap, status):
    other = feature(0.9 - gap, label="33 Boulevard Clemenceau 38170 Seyssinet-Pariset")
    geocoder.will(found(feature(0.9), other))
    response = client.post(URL, {"q": "33 boulevard Clemenceau"})
    assert response.status_code == status
    assert ("Seyssinet" in text(response)) is (status == 200)


def test_a_confirmed_place_is_tested(client, geocoder, reseau):
    geocoder.will(found(feature(0.5)))
    page = client.post(URL, {"q": ADDRESS, "chauffage": "individuel"})
    form = page.context["form"]
    choice = form.fields["choix"].widget.choices[0][0]
    response = client.post(
        URL, {"confirmer": "1", "q": ADDRESS, "chauffage": "individuel", "choix": choice}
    )
    test = AddressTest.objects.get()
    assert response.url == test.get_absolute_url()
    assert (test.distance_m, test.heating_mode) == (93, "individuel")


@pytest.mark.parametrize(
    ("choice", "said"),
    [("", "Choisissez une adresse dans la liste"), ("forgé", "Ce choix n’est plus valable")],
)
def test_no_choice_or_a_forged_one_asks_again(client, geocoder, choice, said):
    geocoder.will(found(feature(0.5)))
    response = client.post(URL, {"confirmer": "1", "q": ADDRESS, "choix": choice})
    assert response.status_code == 422
    assert said in text(response)
    assert "33 Boulevard Clemenceau 38100 Grenoble" in text(response)
    assert not AddressTest.objects.exists()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (feature(0.9, "street"), "Position approximative"),
        (feature(0.95, "municipality", label="Grenoble"), "À Grenoble, il existe un réseau"),
    ],
)
def test_a_street_is_an_approximate_position_a_commune_gives_no_distance(
    client, geocoder, reseau, place, said
):
    geocoder.will(found(place))
    response = client.post(URL, {"q": "boulevard Clemenceau Grenoble"}, follow=True)
    assert said in text(response)
    assert AddressTest.objects.get().distance_m == (93 if "approx" in said else None)


@pytest.mark.parametrize(
    "answer",
    [Answer(status=500), Answer(b"<html>Maintenance</html>"), Answer(is_silent=True)],
    ids=["down", "html", "slow"],
)
def test_a_silent_geocoder_offers_the_commune(client, geocoder, settings, answer):
    settings.GEOCODER_TIMEOUT_S = 0.5
    geocoder.will(answer)
    response = client.post(URL, {"q": ADDRESS})
    assert response.status_code == 200
    assert "La recherche d’adresse ne répond pas" in text(response)
    assert "moins précis" in text(response)
    assert response.context["address_form"]["q"].value() == ADDRESS
    # The commune is read in the address: nothing to type again.
    assert response.context["commune_form"]["commune"].value() == "Grenoble (38)"


def test_a_commune_lists_its_networks(client, reseau):
    response = client.post(URL, {"commune": "Grenoble (38)"}, follow=True)
    assert response.status_code == 200
    assert "Les réseaux de Grenoble" in text(response)
    assert "Commune seule : aucune distance n’est calculée." in text(response)
    assert "93 m" not in text(response)
    assert "data-remembered" not in text(response)
    assert AddressTest.objects.get().outcome == Outcome.COMMUNE_SANS_TRACE
    for wrong in ("", "Trifouilly"):
        response = client.post(URL, {"commune": wrong, "chauffage": ""})
        assert response.status_code == 422
        assert response.context["commune_form"]["commune"].errors
        assert (response.context["commune_form"]["commune"].value() or "") == wrong
        assert not response.context["address_form"].errors


def test_a_commune_leads_to_the_people_of_its_networks(client):
    one = ReseauFactory(name="Le seul réseau", exploitant_name="Chaleur du seul")
    space = ensure_space(one)
    host = AmbassadeurFactory(copropriete__reseau=one).copropriete
    page = text(client.get(URL, {"commune": "38185"}))
    assert host.name in page
    assert "Chaleur du seul" in page
    assert f"?espace={space.slug}" in page
    ReseauFactory(name="Un autre réseau", exploitant_name="Chaleur de l’autre")
    cache.clear()
    page = text(client.get(URL, {"commune": "38185", "chauffage": ""}))
    assert host.name in page
    assert "Exploitant du réseau · Un autre réseau" in page
    assert "/ambassadeurs/?commune=38185" in page
    assert "?espace=" not in page


@pytest.mark.parametrize(
    ("address", "commune"),
    [
        ("33 boulevard Clemenceau, 38100 Grenoble", "Grenoble (38)"),
        ("33 bd Clemenceau 38000 GRENOBLE CEDEX 9", "Grenoble (38)"),
        ("3 rue Haute, Grenoble", "Grenoble (38)"),
        ("3 rue Haute 38190", "38190"),
        ("3 rue Haute", ""),
        ("", ""),
    ],
)
def test_the_commune_is_read_at_the_end_of_an_address(address, commune):
    assert commune_written_in(address) == commune


@pytest.mark.parametrize(
    ("parameters", "kept"),
    [
        ({"q": ADDRESS}, False),
        ({"lat": "45.18", "lon": "5.74"}, False),
        ({"commune": "38185"}, True),
        ({}, True),
    ],
)
def test_a_page_whose_address_holds_mine_is_kept_nowhere(client, geocoder, parameters, kept):
    response = client.get(URL, parameters)
    assert ("no-store" not in response.get("Cache-Control", "")) is kept


@pytest.mark.parametrize(
    ("ask", "data"),
    [
        ("post", {"commune": "Saint-Denis (974)"}),
        ("post", {"commune": "97411"}),
        ("get", {"lat": "-20.88", "lon": "55.45"}),
    ],
)
def test_overseas_is_said_plainly(client, reseau, ask, data):
    response = getattr(client, ask)(URL, data)
    assert response.status_code == 200
    assert "Outre-mer" in text(response)
    assert "un réseau passe à" not in text(response)
    assert not AddressTest.objects.exists()


def test_direct_answers_write_nothing(client, geocoder, reseau):
    longitude, latitude = GRENOBLE_DEGREES
    traced_reseau(distance_m=400, name="Réseau plus loin")
    for parameters in (
        {"q": ADDRESS},
        {"lat": latitude, "lon": longitude},
        {"lat": str(latitude).replace(".", ","), "lon": str(longitude)},
    ):
        response = client.get(URL, parameters)
        assert response.status_code == 200
        assert "un réseau passe à 93 m" in text(response)
        # Which address was read is said; the other networks come by distance.
        assert ("33 Boulevard Clemenceau 38100 Grenoble" in text(response)) is ("q" in parameters)
        assert "Autres réseaux à moins de 1 km" in text(response)
        assert "à 400 m" in text(response)
        assert not response.cookies
    assert client.get(URL, {"commune": "38185"}).status_code == 200
    assert not AddressTest.objects.exists()


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"lat": "abc", "lon": "5.7"}, "La latitude est un nombre de degrés"),
        ({"lat": "45.2", "lon": "est"}, "La longitude est un nombre de degrés"),
        ({"lat": "90.1", "lon": "5.7"}, "La latitude est un nombre de degrés"),
        ({"lat": "nan", "lon": "5.7"}, "La latitude est un nombre de degrés"),
        ({"lat": "45.2"}, "Longitude : "),
        ({"lat": "50.85", "lon": "-120"}, "hors de France"),
        ({"lat": "52.52", "lon": "13.40"}, "hors de France"),
    ],
)
def test_a_wrong_point_is_said(client, reseau, parameters, said):
    response = client.get(URL, parameters)
    assert response.status_code == 422
    assert said in text(response)
    assert "un réseau passe à" not in text(response)


def test_a_point_is_stored_without_itself(client, reseau):
    longitude, latitude = GRENOBLE_DEGREES
    response = client.post(URL, {"lat": latitude, "lon": longitude}, follow=True)
    assert AddressTest.objects.get().precision == Precision.POINT
    assert "Point choisi sur la carte" in text(response)
    assert str(latitude) not in text(response)


def test_too_many_tests_are_asked_to_wait(client, geocoder, settings):
    settings.NUMBERS = {"reseaux": {"tests_a_minute": 2}}
    for _ in range(2):
        assert client.post(URL, {"q": ADDRESS}).status_code == 302
    response = client.post(URL, {"q": ADDRESS})
    assert response.status_code == 429
    assert "Beaucoup d’adresses en peu de temps" in text(response)
    assert response.context["address_form"]["q"].value() == ADDRESS
    assert AddressTest.objects.count() == 2
    assert client.get(URL).status_code == 200


def test_an_unknown_heating_is_refused(client, geocoder):
    response = client.post(URL, {"q": ADDRESS, "chauffage": "poêle"})
    assert response.status_code == 422
    assert "Choisissez une des réponses proposées." in text(response)
    assert client.head(URL).status_code == 200
    assert client.delete(URL).status_code == 405


def test_a_network_without_trace_of_the_commune(client, geocoder):
    ReseauFactory(name="Réseau sans tracé")
    response = client.get(URL, {"q": ADDRESS})
    assert "À vérifier : un réseau existe à Grenoble" in text(response)
