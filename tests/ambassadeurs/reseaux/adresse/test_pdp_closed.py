"""A network closed to connection is never named first, in a priority perimeter or anywhere."""

import pytest

from ambassadeurs.reseaux.adresse.eligibility import Eligibility, evaluate
from ambassadeurs.reseaux.enums import Outcome
from ambassadeurs.reseaux.models import Perimetre, Reseau
from communaute.territoires.models import Commune

from ..factories import (
    GRENOBLE_DEGREES,
    PerimetreFactory,
    planned_reseau,
    traced_reseau,
)

pytestmark = pytest.mark.django_db


def ask() -> Eligibility:
    longitude, latitude = GRENOBLE_DEGREES
    commune = Commune.objects.get(pk="38185")
    return evaluate(longitude=longitude, latitude=latitude, commune=commune)


def closed(distance_m: float) -> Reseau:
    return traced_reseau(distance_m=distance_m, is_open=False)


def test_the_open_network_of_a_pdp_comes_before_a_nearer_closed_one() -> None:
    near, further = closed(20), traced_reseau(distance_m=800)
    PerimetreFactory(networks=[near, further])

    found = ask()

    assert (found.outcome, found.reseau, found.distance_m) == (
        Outcome.PDP_EXISTANT,
        further,
        800,
    )
    assert near not in [candidate.reseau for candidate in found.candidates]


def test_the_nearer_of_two_open_networks_wins_whichever_was_made_first() -> None:
    first, second = traced_reseau(distance_m=300), traced_reseau(distance_m=40)
    PerimetreFactory(networks=[first, second, closed(10)])

    assert ask().reseau == second


def test_a_pdp_whose_only_network_is_closed_names_the_nearest_open_one() -> None:
    PerimetreFactory(networks=[closed(20)])
    other = traced_reseau(distance_m=400)

    found = ask()

    assert (found.outcome, found.reseau, found.in_pdp) == (Outcome.PDP_EXISTANT, other, True)


def test_a_pdp_with_nothing_open_around_names_nobody_and_keeps_its_duty() -> None:
    PerimetreFactory(networks=[closed(20)])

    found = ask()

    assert (found.outcome, found.reseau, found.distance_m) == (Outcome.PDP_EXISTANT, None, None)
    assert (found.in_pdp, found.candidates) == (True, ())


def test_the_zone_of_a_closed_project_does_not_win_in_a_pdp() -> None:
    project = planned_reseau(is_open=False)
    opened = traced_reseau(distance_m=500)
    PerimetreFactory(networks=[project, opened])
    PerimetreFactory(kind=Perimetre.Kind.ZONE, networks=[project])

    found = ask()

    assert (found.outcome, found.reseau) == (Outcome.PDP_EXISTANT, opened)


def test_the_zone_of_a_closed_project_names_nobody() -> None:
    project = planned_reseau(is_open=False)
    PerimetreFactory(kind=Perimetre.Kind.ZONE, networks=[project])

    found = ask()

    assert (found.outcome, found.reseau) == (Outcome.ZONE_FUTURE, None)
