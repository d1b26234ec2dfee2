"""What the map fetches."""

import pytest
import shapely
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.urls import Resolver404, resolve
from shapely.geometry import shape

from ambassadeurs.reseaux.carte import MAX_COMMUNES
from communaute.territoires.models import Commune

from ..factories import GRENOBLE_DEGREES, ReseauFactory, traced_reseau

pytestmark = pytest.mark.django_db


def test_the_pipes_of_a_network_in_degrees(client):
    reseau = traced_reseau(distance_m=0)
    response = client.get(f"/reseaux/{reseau.slug}/trace.geojson")
    assert response["Content-Type"] == "application/geo+json"
    data = response.json()
    (drawn,) = data["features"]
    assert drawn["properties"]["name"] == reseau.name
    longitude, latitude = GRENOBLE_DEGREES
    west, south, east, north = data["bbox"]
    assert west - 0.001 <= longitude <= east + 0.001
    assert south < latitude < north
    degrees = shapely.get_coordinates(shape(drawn["geometry"])).ravel().tolist()
    assert degrees == [round(value, 5) for value in degrees]
    # No pipes, no map.
    assert client.get(f"/reseaux/{ReseauFactory().slug}/trace.geojson").status_code == 404


def test_invented_pipes_are_never_signed_as_open_data(client):
    reseau = traced_reseau(distance_m=0)
    address = f"/reseaux/{reseau.slug}/trace.geojson"
    assert client.get(address).json()["attribution"] == (
        "Tracés : France Chaleur Urbaine, Licence Ouverte 2.0"
    )
    assert "France Chaleur Urbaine" in client.get(reseau.get_absolute_url()).text
    reseau.is_demo = True
    reseau.save()
    cache.clear()
    assert client.get(address).json()["attribution"] == ("Tracés : invention pour la démonstration")
    page = client.get(reseau.get_absolute_url()).text
    assert "invention pour la démonstration" in page
    assert "données ouvertes « Tracés" not in page.replace("\xa0", " ")


def test_the_pipes_around_a_town_hall(client):
    near = traced_reseau(distance_m=93)
    traced_reseau(distance_m=0, origin=(700_000, 6_600_000))
    data = client.get("/reseaux/autour/38185.geojson").json()
    assert [drawn["properties"]["slug"] for drawn in data["features"]] == [near.slug]
    # Overseas has none; a commune without position is not found.
    assert client.get("/reseaux/autour/97411.geojson").json()["features"] == []
    Commune.objects.filter(pk="38421").update(latitude=None, longitude=None)
    assert client.get("/reseaux/autour/38421.geojson").status_code == 404


@pytest.mark.parametrize("code", ["99999", "grenoble", "%ff"])
def test_an_unknown_commune_is_not_found(client, code):
    assert client.get(f"/reseaux/autour/{code}.geojson").status_code == 404


def test_the_address_around_a_commune_takes_codes_only():
    assert resolve("/reseaux/autour/2A004.geojson").url_name == "traces_around"
    with pytest.raises(Resolver404):
        resolve("/reseaux/autour/3818\x005.geojson")


AROUND = "/reseaux/autour.geojson"
VIEW = {"ouest": "5.71", "sud": "45.17", "est": "5.75", "nord": "45.19"}


def test_what_is_around_is_named_from_the_data_shipped(client, django_assert_max_num_queries):
    near = traced_reseau(distance_m=93)
    traced_reseau(distance_m=0, origin=(700_000, 6_600_000))
    # The version of the public pages, the pipes, the communes.
    with django_assert_max_num_queries(3):
        response = client.get(AROUND, VIEW)
    assert response["Content-Type"] == "application/geo+json"
    data = response.json()
    # Widened to tenths of a degree: the address asked says no street.
    assert data["bbox"] == [5.7, 45.1, 5.8, 45.2]
    pipes = [one for one in data["features"] if "slug" in one["properties"]]
    towns = [one["properties"]["name"] for one in data["features"] if one not in pipes]
    assert [one["properties"]["slug"] for one in pipes] == [near.slug]
    assert pipes[0]["properties"]["url"] == near.get_absolute_url()
    assert towns[0] == "Grenoble"
    assert "Échirolles" in towns
    assert "Paris" not in towns


def test_a_whole_country_is_towns_without_pipes(client):
    traced_reseau(distance_m=93)
    data = client.get(AROUND, {"ouest": -5, "sud": 42, "est": 9, "nord": 51}).json()
    names = [one["properties"]["name"] for one in data["features"]]
    assert names[0] == "Paris"
    assert len(names) == MAX_COMMUNES
    assert not any("arrondissement" in name.lower() for name in names)


def test_nothing_is_around_outside_of_the_mainland(client):
    data = client.get(AROUND, {"ouest": 55.2, "sud": -21.4, "est": 55.9, "nord": -20.8}).json()
    assert data["features"] == []
    assert "bbox" not in data


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {**VIEW, "ouest": "x"},
        {**VIEW, "ouest": "nan"},
        {**VIEW, "ouest": "5.75"},
        {**VIEW, "sud": "46"},
        {**VIEW, "nord": "91"},
    ],
)
def test_an_unreadable_rectangle_is_refused(client, wrong):
    assert client.get(AROUND, wrong).status_code == 422


def test_the_map_says_its_circles_by_the_numbers_of_the_rule(client, settings):
    reseau = traced_reseau(distance_m=93)
    page = client.get(reseau.get_absolute_url()).text
    assert 'data-rings="100,200,1000"' in page
    settings.NUMBERS = {"reseaux": {"far_m": 1500}}
    cache.clear()
    page = client.get(reseau.get_absolute_url()).text.replace("\xa0", " ")
    assert 'data-rings="100,200,1500"' in page
    assert "à 100 m, 200 m et 1,5 km de ce point" in page


def test_the_library_is_shipped_with_its_licence_and_version():
    for name in ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css", "LICENSE.txt"):
        assert finders.find(f"vendor/maplibre-gl/{name}")
    version = finders.find("vendor/maplibre-gl/VERSION")
    with open(version, encoding="utf-8") as file:
        assert file.read().startswith("maplibre-gl 6.17.0")
    assert settings.MAP_STYLE_URL == ""
