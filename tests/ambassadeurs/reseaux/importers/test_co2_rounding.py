"""CO2 figures: grams to a tenth when read, kilograms to four decimals when given back."""

import json

import pytest

from ambassadeurs.reseaux.api import kilograms
from ambassadeurs.reseaux.importers import import_files
from ambassadeurs.reseaux.importers.readers import grams
from ambassadeurs.reseaux.models import Reseau

from ..open_data import network, write


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        (0.0934, 93.4),
        (0.09344, 93.4),
        (0.09346, 93.5),
        (0.00004, 0.0),
        (0.00006, 0.1),
        ("0,0714", 71.4),
        (0, 0.0),
        (2.0, 2000.0),
        (2.00001, None),
        (-0.00001, None),
        (None, None),
        ("", None),
        ("nd", None),
    ],
)
def test_grams_are_kept_to_a_tenth(read, kept):
    assert grams(read) == kept


@pytest.mark.parametrize(
    ("kept", "given"), [(93.4, 0.0934), (93.0, 0.093), (0.0, 0.0), (71.46, 0.0715), (None, None)]
)
def test_kilograms_have_four_decimals(kept, given):
    assert kilograms(kept) == given


@pytest.mark.django_db
def test_a_tenth_of_a_gram_goes_from_the_file_to_the_api(client, tmp_path):
    facts = {"contenu CO2": 0.07136, "contenu CO2 ACV": 0.09344}
    import_files([write(tmp_path, network(**facts))])

    reseau = Reseau.objects.get()
    assert (reseau.co2_direct, reseau.co2_acv) == (71.4, 93.4)
    told = json.loads(client.get("/api/v1/networks").getvalue())
    assert (told[0]["contenu CO2"], told[0]["contenu CO2 ACV"]) == (0.0714, 0.0934)
