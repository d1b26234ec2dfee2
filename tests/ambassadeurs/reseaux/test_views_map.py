"""What the map fetches."""

import pytest
import shapely
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.urls import Resolver404, resolve
from shapely.geometry import shape

from communaute.territoires.models import Commune

from .factories import GRENOBLE_DEGREES, ReseauFactory, traced_reseau

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


def test_no_pipes_no_map(client):
    reseau = ReseauFactory()
    assert client.get(f"/reseaux/{reseau.slug}/trace.geojson").status_code == 404


def test_the_pipes_around_a_town_hall(client):
    near = traced_reseau(distance_m=93)
    traced_reseau(distance_m=0, origin=(700_000, 6_600_000))
    data = client.get("/reseaux/autour/38185.geojson").json()
    assert [drawn["properties"]["slug"] for drawn in data["features"]] == [near.slug]


# PostgreSQL refuses a null byte: it must not reach the database.
@pytest.mark.parametrize("code", ["99999", "grenoble", "%00", "3818%005", "%ff"])
def test_an_unknown_commune_is_not_found(client, code):
    assert client.get(f"/reseaux/autour/{code}.geojson").status_code == 404


def test_the_address_around_a_commune_takes_codes_only():
    assert resolve("/reseaux/autour/2A004.geojson").url_name == "traces_around"
    with pytest.raises(Resolver404):
        resolve("/reseaux/autour/3818\x005.geojson")


def test_a_commune_without_position_is_not_found(client):
    Commune.objects.filter(pk="38185").update(latitude=None, longitude=None)
    assert client.get("/reseaux/autour/38185.geojson").status_code == 404


def test_overseas_has_no_pipes(client):
    assert client.get("/reseaux/autour/97411.geojson").json()["features"] == []


def test_the_library_is_shipped_with_its_licence_and_version():
    for name in ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css", "LICENSE.txt"):
        assert finders.find(f"vendor/maplibre-gl/{name}")
    version = finders.find("vendor/maplibre-gl/VERSION")
    with open(version, encoding="utf-8") as file:
        assert file.read().startswith("maplibre-gl 6.17.0")
    assert settings.MAP_STYLE_URL == ""
