"""Figures: bounds, units, and the arrêté DPE that wins over the traces."""

import json

import pytest

from ambassadeurs.reseaux.api import kilograms
from ambassadeurs.reseaux.importers import import_files
from ambassadeurs.reseaux.importers.readers import grams
from ambassadeurs.reseaux.importers.report import Action
from ambassadeurs.reseaux.models import Reseau

from ..open_data import actions, network, only_reason, write, write_dpe

pytestmark = pytest.mark.django_db


def test_figures_out_of_bounds_are_left_empty_and_said(load):
    report = load(
        network(
            **{"Taux EnR&R": 180, "contenu CO2": 71, "contenu CO2 ACV": "0,093"},
            annee_creation="vers 1970",
            nb_pdl="beaucoup",
            longueur_reseau=-3,
        )
    )

    reseau = Reseau.objects.get()
    assert (reseau.enrr_rate, reseau.co2_direct, reseau.co2_acv) == (None, None, 93.0)
    assert (reseau.creation_year, reseau.delivery_points, reseau.length_km) == (1970, None, None)
    assert "Taux EnR&R = 180" in only_reason(report)
    assert "contenu CO2 = 71" in only_reason(report)


def test_figures_of_the_arrete_win_and_stay(tmp_path):
    traces = write(tmp_path, network())
    figures = write_dpe(
        tmp_path,
        '3802C,"CCIAG, GRENOBLE",GRENOBLE,0.06,0.08,82.5,2024',
        "9999C,INCONNU,NULLE PART,0.1,0.1,50,2024",
    )

    report = import_files([figures, traces])

    reseau = Reseau.objects.get()
    assert (reseau.enrr_rate, reseau.co2_direct, reseau.co2_acv) == (82.5, 60.0, 80.0)
    assert (reseau.environment_year, reseau.environment_source) == ("2024", "Arrêté DPE 2026")
    assert reseau.name == "Réseau de Grenoble"
    assert [line.reason.split(" : ")[0] for line in report.lines if line.number == 3] == [
        "réseau inconnu"
    ]
    assert not import_files([traces, figures]).has_changes
    assert not import_files([traces]).has_changes


def test_bad_rows_of_the_arrete(tmp_path, load):
    bad = {
        ",SANS,ID,0.1,0.1,50,2024": "identifiant absent",
        "3802C,X,Y,abc,0.1,50,2024": "valeur illisible ou hors bornes : contenu_co2",
        "3802C,X,Y,71,93,50,2024": (
            "valeur illisible ou hors bornes : contenu_co2, contenu_co2_acv"
        ),
        "3802C,X,Y,0.1,0.1,101,2024": "valeur illisible ou hors bornes : taux_enrr",
        "3802C,X,Y,,,,2024": "aucun chiffre",
        "3802C": "aucun chiffre",
    }
    load(network())

    report = import_files([write_dpe(tmp_path, *bad)])

    assert set(actions(report)) == {Action.REJECTED}
    assert [line.reason for line in report.lines] == list(bad.values())
    assert Reseau.objects.get().enrr_rate == 80.9


def test_limits_of_the_arrete(tmp_path, load):
    limits = {"3801F": ("100", 100.0), "3802F": ("0", 0.0), "3803F": ("", None)}
    load(*(network(one, one) for one in limits), name="reseaux_de_froid.geojson")

    rows = (f"{one},X,Y,0.01,2,{rate},Moyenne" for one, (rate, _) in limits.items())
    import_files([write_dpe(tmp_path, *rows)])

    found = Reseau.objects.values_list("identifiant", "enrr_rate", "co2_acv", "environment_year")
    assert set(found) == {(one, kept, 2000.0, "Moyenne") for one, (_, kept) in limits.items()}


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
