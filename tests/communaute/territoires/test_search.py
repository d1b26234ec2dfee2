"""People find their commune however they write it."""

import pytest

from communaute.territoires.models import Commune
from communaute.territoires.querysets import MAX_SEARCH_LENGTH

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Saint Etienne", "42218"),
        ("saint-étienne", "42218"),
        ("st-étienne", "42218"),
        ("ST ETIENNE", "42218"),
        ("42000", "42218"),
        ("Paris", "75056"),
        ("paris 12", "75112"),
        ("paris 12e", "75112"),
        ("Paris 12ème arrondissement", "75112"),
        ("75012", "75112"),
        ("paris 1", "75101"),
        ("lyon 3", "69383"),
        ("Marseille 16", "13216"),
        ("69003", "69383"),
        ("38185", "38185"),
        ("Grenoble (38)", "38185"),
        ("38000 Grenoble", "38185"),
        ("38 000", "38185"),
        ("38\u00a0000 Grenoble", "38185"),
        ("grenoble 38100", "38185"),
        ("saint-denis (974)", "97411"),
        ("2A004", "2A004"),
        ("2a004", "2A004"),
        ("2a", "2A004"),
        ("l'isle", "84054"),
        ("L’Haÿ-les-Roses", "94038"),
        ("rochelle", "17300"),
        ("Ste Maxime", "83115"),
        ("oeuilly", "51410"),
        ("y", "80829"),
    ],
)
def test_the_first_found_is_the_one_meant(typed, code):
    assert Commune.objects.search(typed)[0].code == code


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "🙂", "zzzz", "99", "paris 21x", "---"])
def test_nonsense_finds_nothing(typed):
    assert Commune.objects.search(typed) == []


def test_a_text_beyond_the_longest_name_is_cut_not_refused():
    assert Commune.objects.search("x" * 5000) == []
    long_but_right = "Grenoble" + " " * (MAX_SEARCH_LENGTH - 8) + "zzz"
    assert Commune.objects.search(long_but_right)[0].code == "38185"


def test_results_are_ranked_by_population_and_limited():
    found = Commune.objects.search("montp", limit=10)
    assert len(found) == 10
    assert [c.population for c in found] == sorted((c.population for c in found), reverse=True)
    assert found[0].name == "Montpellier"


def test_a_whole_name_comes_before_a_bigger_commune_that_starts_alike():
    found = Commune.objects.search("Isle", limit=5)
    assert found[0].search_name == "isle"
    assert found[1].population > found[0].population


def test_a_word_inside_a_name_is_found():
    assert Commune.objects.search("la sorgue")[0].name == "L'Isle-sur-la-Sorgue"


def test_one_query_for_a_name(django_assert_num_queries):
    with django_assert_num_queries(1):
        Commune.objects.search("grenoble")
