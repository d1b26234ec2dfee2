"""The data file, its making, and its loading."""

import csv
from functools import partial

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from communaute.territoires import geography, services
from communaute.territoires.models import (
    Commune,
    CommunePostcode,
    Departement,
    Epci,
    Region,
)

get_model = partial(apps.get_model, "territoires")

SOURCES = {
    "regions_2026.csv": [["code", "nom"], ["84", "Auvergne-Rhône-Alpes"], ["11", "Île-de-France"]],
    "departements_2026.csv": [
        ["code", "nom", "region"],
        ["38", "Isère", "84"],
        ["75", "Paris", "11"],
    ],
    "epci_2026.csv": [
        ["code", "nom", "type"],
        ["200040715", "Grenoble-Alpes-Métropole", "METRO"],
    ],
    "communes_2026.csv": [
        ["code", "nom", "type", "departement", "region", "epci", "population", "codes_postaux"],
        ["75112", "Paris 12e", "arrondissement-municipal", "75", "11", "", "1", "75012"],
        ["75056", "Paris", "commune-actuelle", "75", "11", "", "", ""],
        ["38185", "Grenoble", "commune-actuelle", "38", "84", "200040715", "7", "38000 38100"],
    ],
    "communes_points.csv": [["code", "lon", "lat"], ["38185", "5.7", "45.1"]],
}


@pytest.fixture
def source(tmp_path):
    for name, rows in SOURCES.items():
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    return tmp_path


@pytest.mark.django_db
def test_the_migration_loaded_everything():
    assert Region.objects.count() == 26
    assert Departement.objects.count() == 109
    assert Epci.objects.count() == 1255
    assert Commune.objects.filter(parent=None).count() == 34_969
    assert Commune.objects.exclude(parent=None).count() == 45
    assert Commune.objects.filter(departement=None).count() == 0
    assert Commune.objects.filter(latitude=None).count() == 99


@pytest.mark.django_db
@pytest.mark.parametrize(("city", "districts"), [("75056", 20), ("69123", 9), ("13055", 16)])
def test_arrondissements_know_their_city(city, districts):
    assert Commune.objects.filter(parent=city).count() == districts


@pytest.mark.django_db
def test_communes_with_gaps_are_there():
    kerguelen = Commune.objects.get(code="98412")
    assert (kerguelen.population, kerguelen.postcodes, kerguelen.latitude) == (0, "", None)
    assert kerguelen.departement_id == "984"
    assert kerguelen.is_overseas


@pytest.mark.django_db
def test_loading_again_changes_nothing():
    before = (Commune.objects.count(), CommunePostcode.objects.count())
    services.load_geography(get_model=get_model)
    assert (Commune.objects.count(), CommunePostcode.objects.count()) == before


@pytest.mark.django_db
def test_a_later_file_updates_and_keeps_what_left(source, tmp_path):
    path = tmp_path / "later.json.xz"
    geography.write_geography(geography.build_geography(source), path)
    services.load_geography(get_model=get_model, path=path)
    grenoble = Commune.objects.get(code="38185")
    assert (grenoble.population, grenoble.latitude) == (7, 45.1)
    assert Commune.objects.filter(code="42218").exists()
    assert not CommunePostcode.objects.filter(commune="75056").exists()
    assert {row.postcode for row in grenoble.postcode_rows.all()} == {"38000", "38100"}


def test_the_file_is_made_the_same_from_the_same_sources(source, tmp_path):
    call_command("build_geography", source=source, output=tmp_path / "a.xz", verbosity=0)
    call_command("build_geography", source=source, output=tmp_path / "b.xz", verbosity=0)
    assert (tmp_path / "a.xz").read_bytes() == (tmp_path / "b.xz").read_bytes()
    communes = geography.read_geography(tmp_path / "a.xz")["communes"]
    assert [row[0] for row in communes] == ["38185", "75056", "75112"]
    assert communes[2][5] == "75056"


def test_a_missing_source_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"communes_points\.csv"):
        call_command("build_geography", source=tmp_path, output=tmp_path / "a.xz")


def test_an_arrondissement_of_no_known_city_is_refused(source):
    path = source / "communes_2026.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("75112", "99112"), encoding="utf-8")
    with pytest.raises(geography.GeographyError, match="99112"):
        geography.build_geography(source)
