"""Drawings and comparisons of a result."""

import pytest

from ambassadeurs.reseaux.address_test.eligibility import format_about, format_distance, format_far
from ambassadeurs.reseaux.address_test.results import build_result, compare_co2, figure_source
from ambassadeurs.reseaux.address_test.services import Trial
from ambassadeurs.reseaux.enums import Outcome, Precision
from ambassadeurs.reseaux.models import AddressTest
from socle.facts_registry.citations import first_facts

from ..factories import ReseauFactory

pytestmark = pytest.mark.django_db


def scale(distance_m, **facts):
    test = AddressTest(
        outcome=Outcome.EXISTANT_LOIN,
        precision=Precision.ADRESSE,
        distance_m=distance_m,
        reseau=ReseauFactory(**facts),
    )
    return build_result(Trial(test)).scale


@pytest.mark.parametrize(
    ("distance_m", "position"),
    [(0, "2.0%"), (50, "16.7%"), (100, "33.3%"), (200, "66.7%"), (600, "83.3%"), (1000, "98.0%")],
)
def test_three_zones_of_equal_width(distance_m, position):
    assert scale(distance_m).position == position


def test_paris_networks_have_their_own_zones():
    drawn = scale(60, identifiant="7501C")
    told = [one.replace("\xa0", " ") for one in (drawn.very_close, drawn.close, drawn.far)]
    assert told == ["60 m", "100 m", "1 km"]
    assert drawn.position == "33.3%"


def test_no_distance_no_scale():
    assert scale(None) is None


def test_the_comparison_is_on_one_scope():
    bars = compare_co2(ReseauFactory(co2_acv=81))
    assert [(bar.value, bar.per, bar.width) for bar in bars] == [
        (81, "kWh de chaleur", "25.0%"),
        (227.0, "kWh PCI", "70.1%"),
        (324.0, "kWh PCI", "100.0%"),
    ]
    assert compare_co2(ReseauFactory(co2_acv=None)) == ()
    # A network worse than fuel oil stays in the drawing.
    assert compare_co2(ReseauFactory(co2_acv=648))[0].width == "100.0%"


@pytest.mark.parametrize(
    ("year", "source", "printed"),
    [
        ("2024", "Arrêté DPE", "Arrêté DPE (données de 2024)"),
        ("Moyenne", "Arrêté DPE", "Arrêté DPE (moyenne)"),
        ("", "Arrêté DPE", "Arrêté DPE"),
        ("2024", "", "source non précisée (données de 2024)"),
    ],
)
def test_the_source_says_its_year(year, source, printed):
    reseau = ReseauFactory(environment_year=year, environment_source=source)
    assert figure_source(reseau) == printed


@pytest.mark.parametrize(
    ("metres", "written"),
    [
        (93, "93 m"),
        (999, "999 m"),
        (1000, "1 km"),
        (1049, "1 km"),
        (1051, "1,1 km"),
        (3449, "3,4 km"),
        (9_940, "9,9 km"),
        (9_960, "10 km"),
        (34_400, "34 km"),
    ],
)
def test_a_far_distance_is_an_order(metres, written):
    assert format_far(metres).replace("\u00a0", " ") == written


def test_a_distance_is_whole_metres():
    assert format_distance(1000).replace("\u00a0", " ") == "1 000 m"
    assert format_distance(None) == "une distance inconnue"


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (4, "moins de 10 m"),
        (86, "environ 90 m"),
        (994, "environ 990 m"),
        (996, "environ 1 km"),
        (649_910, "environ 650 km"),
    ],
)
def test_a_distance_told_about_is_no_more_precise_than_it_is(metres, said):
    assert format_about(metres).replace("\u00a0", " ") == said


def test_what_is_close_is_no_figure_that_the_office_changes_apart():
    assert not [one.label for one in first_facts().values() if "proche" in one.label]
