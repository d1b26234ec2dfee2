"""One rule reads the headings of the register, whatever their style."""

import pytest

from ambassadeurs.registre.sources import find_columns, missing_columns
from tests.benchmarks.generate_rnic import COLUMNS

from .rnic import SHORT_HEADINGS

# The live file of 2026, as its resource 3ea8e2c3 names its columns.
LIVE = [
    *("numero_immatriculation", "nom_usage_copropriete", "adresse_reference"),
    *("code_postal_reference", "commune_reference", "code_insee_commune_reference"),
    *("nombre_total_lots", "nombre_lots_usage_habitation", "periode_construction"),
    *("longitude", "latitude"),
]
LIVE_FOUND = [
    *("number", "name", "address", "postcode", "town", "commune_code"),
    *("lots", "dwellings", "period", "longitude", "latitude"),
]


def test_the_live_file_of_2026_is_read_whole():
    assert find_columns(LIVE) == {name: place for place, name in enumerate(LIVE_FOUND)}
    assert missing_columns(find_columns(LIVE)) == []


def test_the_style_of_2024_reads_each_column_from_its_own_heading():
    found = {name: COLUMNS[place] for name, place in find_columns(COLUMNS).items()}
    # The others are read in test_importer.py.
    assert found["commune_code"] == "code_officiel_commune"
    assert found["district_code"] == "code_officiel_arrondissement_commune"
    assert found["parcel_code"] == "code_insee_commune_1"
    assert (found["lots"], found["street"]) == (
        "nombre_total_de_lots",
        "numero_et_voie_adresse_de_reference",
    )


@pytest.mark.parametrize("headings", [LIVE, list(SHORT_HEADINGS.values()), COLUMNS])
@pytest.mark.parametrize(
    "written",
    [
        str.upper,
        str.title,
        lambda name: name.replace("_", " "),
        lambda name: name.replace("_", "-"),
        lambda name: name.replace("_", "."),
        lambda name: f"  {name} ",
        lambda name: f"\ufeff{name}",
        lambda name: name.replace("numero", "Numéro").replace("periode", "PÉRIODE"),
    ],
)
def test_case_accents_mark_and_separators_change_nothing(headings, written):
    assert find_columns([written(name) for name in headings]) == find_columns(headings)


def test_other_counts_of_lots_are_not_the_total():
    other = ["nombre_total_de_lots_a_usage_d_habitation_de_bureaux_ou_de_comm"]
    assert find_columns(other) == {}
    assert "nombre_total_de_lots" in missing_columns({})


def test_the_first_of_two_same_headings_is_read():
    assert find_columns(["lat", "latitude"]) == {"latitude": 0}
