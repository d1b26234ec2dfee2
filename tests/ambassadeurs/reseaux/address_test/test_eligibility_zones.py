"""The address test where networks are planned or classified: zones, PDP, and what comes first."""

import pytest

from ambassadeurs.reseaux.enums import Outcome
from ambassadeurs.reseaux.models import Perimetre

from ..factories import (
    GRENOBLE,
    PerimetreFactory,
    ask,
    existing,
    planned,
    planned_reseau,
    traced_reseau,
)

pytestmark = pytest.mark.django_db


def zone(networks=None):
    return PerimetreFactory(kind=Perimetre.Kind.ZONE, networks=networks or [])


def test_a_planned_zone_comes_after_very_close_and_before_close():
    future = planned_reseau()
    zone([future])
    reseau = existing(101)

    found = ask()
    assert (found.outcome, found.distance_m, found.reseau) == (Outcome.ZONE_FUTURE, None, future)
    assert found.is_eligible
    assert [candidate.reseau for candidate in found.candidates] == [reseau]

    existing(100)
    assert ask().outcome == Outcome.EXISTANT_TRES_PROCHE


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_planned_zone_without_network_or_of_a_closed_project_names_nobody(is_closed):
    zone([planned_reseau(is_open=False)] if is_closed else [])
    found = ask()
    assert (found.outcome, found.reseau) == (Outcome.ZONE_FUTURE, None)


@pytest.mark.parametrize("distance", [800, 1500])
def test_pdp_wins_over_all_and_keeps_the_distance_of_its_network(distance):
    very_close = existing(10)
    served = existing(distance)
    PerimetreFactory(networks=[served])

    found = ask()

    assert (found.outcome, found.reseau) == (Outcome.PDP_EXISTANT, served)
    assert found.distance_m == distance
    assert found.in_pdp
    assert found.is_eligible
    assert [candidate.reseau for candidate in found.candidates] == [very_close]


def test_pdp_of_a_future_network():
    future = planned(50)
    PerimetreFactory(networks=[future])

    found = ask()

    assert (found.outcome, found.distance_m, found.reseau) == (Outcome.PDP_FUTUR, 50, future)
    assert found.is_future
    assert found.is_eligible


def test_pdp_of_two_networks_takes_the_nearer_unless_inside_the_planned_zone():
    near, future = existing(20), planned(30)
    PerimetreFactory(networks=[near, future])
    assert ask().reseau == near

    zone([future])
    found = ask()
    assert (found.outcome, found.distance_m, found.reseau) == (Outcome.PDP_FUTUR, None, future)


@pytest.mark.parametrize("is_closed", [True, False])
def test_pdp_without_link_or_closed_names_the_nearest_open_network_or_none(is_closed):
    PerimetreFactory(networks=[closed(20)] if is_closed else [])
    found = ask()
    assert (found.outcome, found.reseau, found.distance_m) == (Outcome.PDP_EXISTANT, None, None)
    # Its duty is kept.
    assert (found.in_pdp, found.candidates) == (True, ())

    reseau = existing(300)
    found = ask()
    assert (found.outcome, found.reseau, found.distance_m) == (Outcome.PDP_EXISTANT, reseau, 300)
    assert found.in_pdp


def test_outside_the_pdp_by_a_metre_is_outside():
    x, y = GRENOBLE
    PerimetreFactory(around=(x + 201, y), half_side_m=200)

    found = ask()

    assert (found.outcome, found.in_pdp) == (Outcome.TROP_ELOIGNE, False)


def closed(distance_m):
    return traced_reseau(distance_m=distance_m, is_open=False)


def test_the_open_network_of_a_pdp_comes_before_a_nearer_closed_one():
    near, further = closed(20), existing(800)
    PerimetreFactory(networks=[near, further])
    found = ask()
    answer = (Outcome.PDP_EXISTANT, further, 800)
    assert (found.outcome, found.reseau, found.distance_m) == answer
    assert near not in [candidate.reseau for candidate in found.candidates]


def test_the_nearer_of_two_open_networks_wins_whichever_was_made_first():
    first, second = existing(300), existing(40)
    PerimetreFactory(networks=[first, second, closed(10)])

    assert ask().reseau == second


def test_the_zone_of_a_closed_project_does_not_win_in_a_pdp():
    project = planned_reseau(is_open=False)
    opened = existing(500)
    PerimetreFactory(networks=[project, opened])
    zone([project])

    found = ask()

    assert (found.outcome, found.reseau) == (Outcome.PDP_EXISTANT, opened)
