"""The public API: names and units of France Chaleur Urbaine's, errors in French, limits."""

import json

import pytest
from django.core.cache import cache

from ambassadeurs.reseaux.enums import ReseauKind

from ..factories import (
    GRENOBLE_DEGREES,
    ReseauFactory,
    add_trace,
    planned_reseau,
    traced_reseau,
)

pytestmark = pytest.mark.django_db

ELIGIBILITY = "/api/v1/eligibility"
NETWORKS = "/api/v1/networks"
LON, LAT = GRENOBLE_DEGREES


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def body(response):
    return json.loads(b"".join(response.streaming_content))


NOTHING = {
    "distance": None,
    "futurNetwork": False,
    "gestionnaire": None,
    "id": None,
    "inPDP": False,
    "isEligible": False,
    "name": None,
    "rateCO2": None,
    "rateENRR": None,
}


def test_eligibility_has_the_names_and_units_of_the_reference(client):
    assert client.get(ELIGIBILITY, {"lat": LAT, "lon": LON}).json() == NOTHING
    traced_reseau(distance_m=93, identifiant="3802C", name="Réseau de Grenoble", co2_acv=93.5)

    response = client.get(ELIGIBILITY, {"lat": LAT, "lon": LON})

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert response.json() == NOTHING | {
        "distance": 93,
        "gestionnaire": "Chaleur d’essai",
        "id": "3802C",
        "isEligible": True,
        "name": "Réseau de Grenoble",
        "rateCO2": 0.0935,
        "rateENRR": 80.9,
    }


def test_eligibility_of_a_planned_network(client):
    x, y = 915180.48, 6457591.92
    add_trace(planned_reseau(), [(x, y + 50), (x + 10, y + 50)])

    answer = client.get(ELIGIBILITY, {"lat": LAT, "lon": LON}).json()

    assert (answer["futurNetwork"], answer["distance"], answer["id"]) == (True, 50, None)


@pytest.mark.parametrize(
    ("lat", "lon", "word"),
    # The limits of the globe are accepted.
    [("-20.8789", "55.4481", "outre-mer"), ("90", "-180", "hors de France")],
)
def test_outside_is_said_and_has_no_distance(client, lat, lon, word):
    response = client.get(ELIGIBILITY, {"lat": lat, "lon": lon})

    assert response.status_code == 200
    answer = response.json()
    assert (answer["isEligible"], answer["distance"]) == (False, None)
    assert word in answer["message"]


@pytest.mark.parametrize(
    ("parameters", "named", "unnamed"),
    [
        ({"lat": "abc", "lon": "5.7"}, "« lat »", "« lon »"),
        ({"lat": "45", "lon": "5,7"}, "« lon »", "« lat »"),
        ({"lat": "nan", "lon": "5.7"}, "« lat »", "« lon »"),
        ({"lat": "90.1", "lon": "5.7"}, "« lat »", "« lon »"),
        ({"lat": "45", "lon": "-180.1"}, "« lon »", "« lat »"),
        ({}, "« lat »", "« autre »"),
    ],
)
def test_bad_parameters_get_a_sentence(client, parameters, named, unnamed):
    response = client.get(ELIGIBILITY, parameters)

    assert response.status_code == 422
    assert response["Access-Control-Allow-Origin"] == "*"
    detail = response.json()["detail"]
    assert named in detail
    assert unnamed not in detail


def test_eligibility_is_limited_to_sixty_a_minute(client):
    for _ in range(60):
        assert client.get(ELIGIBILITY, {"lat": "52.5", "lon": "13.4"}).status_code == 200

    response = client.get(ELIGIBILITY, {"lat": "52.5", "lon": "13.4"})

    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Réessayez" in response.json()["detail"]


def test_networks_have_the_names_and_units_of_the_reference(client):
    reseau = traced_reseau(distance_m=0, identifiant="3802C", co2_direct=70, co2_acv=93)

    response = client.get(NETWORKS)

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    (network,) = body(response)
    geometry = network.pop("geom")
    assert network == {
        "Identifiant reseau": "3802C",
        "id_fcu": reseau.pk,
        "nom_reseau": reseau.name,
        "Gestionnaire": "Chaleur d’essai",
        "Taux EnR&R": 80.9,
        "contenu CO2": 0.07,
        "contenu CO2 ACV": 0.093,
    }
    assert geometry["type"] == "MultiLineString"
    (line,) = geometry["coordinates"]
    assert len(line) == 2
    for longitude, latitude in line:
        assert abs(longitude - LON) < 0.01
        assert abs(latitude - LAT) < 0.01
        assert round(longitude, 6) == longitude


def test_networks_leaves_out_cold_and_planned_ones_and_keeps_those_without_trace(client):
    ReseauFactory(kind=ReseauKind.FROID)
    planned_reseau()
    without_id = ReseauFactory(identifiant="", exploitant_name="", co2_direct=None)
    ReseauFactory()

    found = body(client.get(NETWORKS))

    assert [network["geom"] for network in found] == [None, None]
    first = found[0]
    assert first["id_fcu"] == without_id.pk
    assert first["Identifiant reseau"] is None
    assert first["Gestionnaire"] is None
    assert first["contenu CO2"] is None


def test_networks_is_limited_to_two_a_minute(client):
    for _ in range(2):
        response = client.get(NETWORKS)
        assert (response.status_code, body(response)) == (200, [])

    response = client.get(NETWORKS)

    assert response.status_code == 429
    assert response["Retry-After"] == "60"


def test_networks_takes_the_same_queries_for_one_and_many(client, django_assert_num_queries):
    traced_reseau(distance_m=10)
    with django_assert_num_queries(1):
        assert len(body(client.get(NETWORKS))) == 1
    for distance in range(5):
        traced_reseau(distance_m=distance)
    with django_assert_num_queries(1):
        assert len(body(client.get(NETWORKS))) == 6


def test_openapi_describes_both_routes_and_their_fields(client):
    schema = client.get("/api/v1/openapi.json").json()

    assert set(schema["paths"]) == {ELIGIBILITY, NETWORKS}
    components = schema["components"]["schemas"]
    assert components["EligibilityOut"]["properties"].keys() == NOTHING.keys()
    assert set(components["NetworkOut"]["properties"]) == {
        *("Identifiant reseau", "id_fcu", "nom_reseau", "Gestionnaire", "geom"),
        *("Taux EnR&R", "contenu CO2", "contenu CO2 ACV"),
    }
    responses = schema["paths"][ELIGIBILITY]["get"]["responses"]
    assert set(responses) == {"200", "422", "429"}


def test_the_page_of_the_api_needs_nothing_from_elsewhere(client):
    response = client.get("/api/v1/")

    assert response.status_code == 200
    page = response.content.decode()
    assert "/api/v1/openapi.json" in page
    assert "rateENRR" in page
    assert "contenu CO2 ACV" in page
    assert "cdn" not in page.lower()
