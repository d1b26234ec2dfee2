"""One rule reads the headings of the register, whatever their style."""

import pytest

from ambassadeurs.registre.sources import find_columns, missing_columns, telling_words
from tests.benchmarks.generate_rnic import COLUMNS

from .rnic import OLD_HEADINGS, SHORT_HEADINGS

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


def named(headings):
    return {name: headings[place] for name, place in find_columns(headings).items()}


def test_the_live_file_of_2026_is_read_whole():
    assert find_columns(LIVE) == {name: place for place, name in enumerate(LIVE_FOUND)}
    assert missing_columns(find_columns(LIVE)) == []


def test_the_style_of_2024_reads_each_column_from_its_own_heading():
    found = named(COLUMNS)
    assert found["number"] == "numero_d_immatriculation"
    assert found["town"] == "commune_adresse_de_reference"
    assert found["address"] == "adresse_de_reference"
    assert found["street"] == "numero_et_voie_adresse_de_reference"
    assert found["lots"] == "nombre_total_de_lots"
    assert found["dwellings"] == "nombre_de_lots_a_usage_d_habitation"
    assert found["commune_code"] == "code_officiel_commune"
    assert found["district_code"] == "code_officiel_arrondissement_commune"
    assert found["parcel_code"] == "code_insee_commune_1"
    assert found["syndic"] == "raison_sociale_du_representant_legal"
    assert found["syndic_kind"] == "type_de_syndic_benevole_professionnel_non_connu"
    assert (found["longitude"], found["latitude"]) == ("long", "lat")


def test_the_sentences_of_before_2024_name_the_same_columns():
    sentences = list(OLD_HEADINGS.values())
    keys = list(OLD_HEADINGS)
    assert find_columns(sentences) == find_columns(keys)
    assert missing_columns(find_columns(sentences)) == []


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


def test_telling_words():
    assert telling_words("Code postal (adresse de référence)") == "code postal reference"
    assert telling_words("code_postal_reference") == "code postal reference"
