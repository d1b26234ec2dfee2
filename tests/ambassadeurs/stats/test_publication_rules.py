"""No published number, nor any sum or difference of them, isolates one to four people."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations

import pytest

from ambassadeurs.stats.models import EVER, CountedDay, Grain, Scope, Tally
from ambassadeurs.stats.periods import Period
from ambassadeurs.stats.publication_rules import private_share, published_count, quantile, share
from ambassadeurs.stats.report import statistics
from ambassadeurs.stats.views import lines
from socle.small_counts import by_fives
from tests.ambassadeurs.reseaux.factories import ReseauFactory

PRIVATE = {"tests", "tests_proches", "demandes", "demandes_repondues", "visites_tenues", "avis"}
OPENING = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("count", "shown", "words"),
    [(0, 0, "moins de 5"), (4, 0, "moins de 5"), (5, 5, "5"), (9, 5, "5"), (1254, 1250, "1 250")],
)
def test_private_acts_go_five_by_five(count, shown, words):
    assert by_fives(count) == shown
    assert published_count(by_fives(count)).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(5, 10, 50), (5, 5, 100), (0, 5, 0), (4, 9, None), (5, 9, None), (4, 4, None), (0, 0, None)],
)
def test_a_private_share_needs_five_on_both_sides(part, whole, shown):
    assert private_share(part, whole) == shown


def test_a_share_of_nothing_is_unknown():
    assert share(0, 0) is None
    assert share(2, 3) == 67


@pytest.mark.parametrize(
    ("hours", "percent", "found"),
    [
        ({1: 4}, 50, None),
        ({1: 5}, 50, 1),
        ({1: 2, 3: 1, 9: 2}, 50, 3),
        ({1: 3, 9: 3}, 50, 1),
        ({1: 9, 72: 1}, 90, 1),
        ({1: 8, 72: 2}, 90, 72),
        ({}, 50, None),
    ],
)
def test_quantiles_of_response_times(hours, percent, found):
    assert quantile(Counter(hours), percent) == found


def tally(day, indicator, value, scope="pays", place=""):
    """One day, with its month and the total."""
    for grain, start in (
        (Grain.DAY, day),
        (Grain.MONTH, day.replace(day=1)),
        (Grain.TOTAL, EVER),
    ):
        row, _ = Tally.objects.get_or_create(
            grain=grain,
            scope=scope,
            place=place,
            start=start,
            indicator=indicator,
            defaults={"value": 0},
        )
        row.value += value
        row.save()


def published(period):
    """{(indicator, period, place): value} of the private counts of one file."""
    return {
        (name, when, place): value
        for name, when, place, value, unit, _ in lines(statistics(period, None))
        if unit not in {"%", "heures"}
        and (name.partition(":")[0] in PRIVATE or place != "France")
        and value is not None
    }


@pytest.mark.django_db
def test_two_files_a_month_apart_give_no_group_under_five_by_subtraction():
    """Brute force: every difference of two numbers of two files, and what a country has more than
    its parts."""
    reseau = str(ReseauFactory().pk)
    CountedDay.objects.create(day=OPENING, counted_at="2026-03-31T12:00:00Z")
    acts = [3, 1, 4, 2, 7, 1, 6, 4, 3, 11, 2, 5]
    files = []
    for number, count in enumerate(acts):
        day = OPENING + timedelta(days=7 * number)
        place = ("38", "69", "35")[number % 3]
        for indicator in ("tests", "demandes"):
            tally(day, indicator, count)
            tally(day, indicator, count, Scope.DEPARTEMENT, place)
            tally(day, indicator, count, Scope.RESEAU, reseau)
        files.append(published(Period(OPENING, day, is_all=True)))
        files.append(published(Period(OPENING + timedelta(days=3), day)))
    assert max(len(one) for one in files) > 20
    for first, second in combinations(files, 2):
        for key in first.keys() & second.keys():
            assert (second[key] - first[key]) % 5 == 0, key
    last = files[-2]
    assert last["demandes", f"{OPENING}/{day}", "France"] == 45
    regions = ("Auvergne-Rhône-Alpes", "Bretagne")
    parts = [last["demandes", "depuis l’ouverture", place] for place in regions]
    assert parts == [35, 10]
    for one in files:
        for (name, when, place), value in one.items():
            assert value % 5 == 0, (name, when, place)
