"""Potential of a demande, and what desks read of what was sent."""

from itertools import product

import pytest

from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.potential import desk_columns, potential, score_expression
from communaute.territoires.models import Commune

from .factories import SENT, DemandeFactory

YEAR = 2026


def score(**facts):
    return potential(
        **{"dwellings": 100, "distance_m": None, "boiler_year": None, "year": YEAR} | facts
    )


@pytest.mark.parametrize(
    ("distance", "expected"), [(0, 100), (100, 100), (550, 55), (1000, 10), (4000, 10), (None, 50)]
)
def test_closeness_falls_from_one_hundred_metres_to_one_kilometre(distance, expected):
    assert score(distance_m=distance).score == expected


@pytest.mark.parametrize(
    ("boiler_year", "expected"), [(2030, 25), (2026, 25), (2016, 50), (1996, 100), (1950, 100)]
)
def test_an_older_boiler_counts_up_to_thirty_years(boiler_year, expected):
    assert score(boiler_year=boiler_year).score == expected


@pytest.mark.parametrize(
    ("dwellings", "level"), [(200, "Fort"), (199, "Moyen"), (60, "Moyen"), (59, "Faible")]
)
def test_levels_at_their_limits(dwellings, level):
    assert score(dwellings=dwellings).level == level


@pytest.mark.parametrize("dwellings", [None, 0])
def test_without_dwellings_it_is_not_known(dwellings):
    found = score(dwellings=dwellings, distance_m=93)
    assert found.score is None
    assert found.in_words == "Inconnu : nombre de logements non transmis, à 93 m du réseau"


def test_it_says_why():
    found = potential(dwellings=120, distance_m=93, boiler_year=2002, year=YEAR)
    assert found.in_words == "Fort : 120 logements, à 93 m du réseau, chaudière de 24 ans"
    planned = score(distance_m=93, is_planned=True)
    assert planned.in_words == "Fort : 100 logements, le réseau prévu passera à 93 m"
    assert planned.score == score(distance_m=93).score
    assert score(dwellings=1, boiler_year=2026).in_words.endswith("1 logement, chaudière neuve")


@pytest.mark.django_db
def test_columns_hold_what_was_sent_and_nothing_else():
    assert desk_columns(SENT, Commune.objects.get(pk="38185")) == {
        "sent_dwellings": 58,
        "sent_distance_m": 93,
        "sent_boiler_year": 1998,
        "sent_energy": "gaz",
        "sent_text": "grenoble 38 les tilleuls 60 58 gaz 1998 93 m reseau de grenoble",
    }
    assert set(desk_columns({"email": "a@b.fr"}, None).values()) == {None, ""}


@pytest.mark.django_db
def test_the_database_sorts_by_the_same_score():
    facts = list(product((None, 0, 80), (None, 50, 300, 2000), (None, 1970, 2010, 2030)))
    first = DemandeFactory(exploitant=True)
    same = {name: getattr(first, name) for name in ("organisation", "reseau", "requester")}
    first.delete()
    for dwellings, distance, boiler_year in facts:
        DemandeFactory(
            exploitant=True,
            copropriete=None,
            sent_dwellings=dwellings,
            sent_distance_m=distance,
            sent_boiler_year=boiler_year,
            **same,
        )
    rows = Demande.objects.annotate(score=score_expression(YEAR)).order_by("pk")
    found = [row.score if row.score is None else round(row.score, 1) for row in rows]
    names = ("dwellings", "distance_m", "boiler_year")
    expected = [potential(**dict(zip(names, one, strict=True)), year=YEAR).score for one in facts]
    assert dict(zip(facts, found, strict=True)) == dict(zip(facts, expected, strict=True))
