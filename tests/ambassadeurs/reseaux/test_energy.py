"""The energy mix: labels, order, shares."""

import pytest

from ambassadeurs.reseaux.models import Reseau
from ambassadeurs.reseaux.selectors import deliveries, energy_mix


def test_renewable_first_then_by_size():
    reseau = Reseau(
        production_mwh={"gaz_naturel": 100, "biomasse_solide": 60, "UIOM": 30, "geothermie": 210}
    )
    mix = energy_mix(reseau)
    assert [share.label for share in mix] == [
        "Géothermie",
        "Bois et autre biomasse",
        "Chaleur d’une usine d’incinération",
        "Gaz naturel",
    ]
    assert [share.percent for share in mix] == [52.5, 15.0, 7.5, 25.0]
    assert [share.offset for share in mix] == ["0.00%", "52.50%", "67.50%", "75.00%"]
    assert mix[-1].family == "fossile"


@pytest.mark.parametrize("production", [{}, {"gaz_naturel": 0}, {"gaz_naturel": None}])
def test_nothing_published_is_no_mix(production):
    assert energy_mix(Reseau(production_mwh=production)) == []


def test_an_unknown_key_is_kept_and_the_total_is_not():
    mix = energy_mix(Reseau(production_mwh={"nouvelle_source": 5, "totale": 5}))
    assert [(share.label, share.percent) for share in mix] == [("Nouvelle source", 100.0)]


def test_deliveries_by_use():
    shares = deliveries(Reseau(deliveries_mwh={"tertiaire": 1, "residentiel": 3}))
    assert [share.label for share in shares] == [
        "Logements",
        "Bureaux, écoles, hôpitaux, commerces",
    ]
