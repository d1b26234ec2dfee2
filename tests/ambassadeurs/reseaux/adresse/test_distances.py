import pytest

from ambassadeurs.reseaux.adresse.eligibility import format_about, format_distance, format_far
from socle.facts.citing import first_facts


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
