"""The address test where networks are planned or classified: zones, PDP, and what comes first."""

import pytest

from ambassadeurs.reseaux.enums import Outcome
from ambassadeurs.reseaux.models import Perimetre, Reseau

from ..factories import (
    GRENOBLE,
    PerimetreFactory,
    ask,
    existing,
    planned,
    planned_reseau,
)

pytestmark = pytest.mark.django_db


def zone(networks: list[Reseau] | None = None) -> Perimetre:
    return PerimetreFactory(kind=Perimetre.Kind.ZONE, networks=networks or [])


def test_a_planned_zone_comes_after_very_close_and_before_close() -> None:
    future = planned_reseau()
    zone([future])
    reseau = existing(101)

    found = ask()
    assert (found.outcome, found.distance_m, found.reseau) == (Outcome.ZONE_FUTURE, None, future)
    assert found.is_eligible
    assert [candidate.reseau for candidate in found.candidates] == [reseau]

    existing(100)
    assert ask().outcome == Outcome.EXISTANT_TRES_PROCHE


def test_a_planned_zone_without_network_still_answers() -> None:
    zone()

    found = ask()

    assert (found.outcome, found.reseau) == (Outcome.ZONE_FUTURE, None)


def test_pdp_wins_over_all_and_keeps_the_distance_of_its_network() -> None:
    very_close = existing(10)
    served = existing(800)
    PerimetreFactory(networks=[served])

    found = ask()

    assert (found.outcome, found.distance_m, found.reseau) == (Outcome.PDP_EXISTANT, 800, served)
    assert found.in_pdp
    assert found.is_eligible
    assert [candidate.reseau for candidate in found.candidates] == [very_close]


def test_pdp_of_a_network_beyond_a_kilometre() -> None:
    PerimetreFactory(networks=[existing(1500)])

    found = ask()

    assert (found.outcome, found.distance_m) == (Outcome.PDP_EXISTANT, 1500)


def test_pdp_of_a_future_network() -> None:
    future = planned(50)
    PerimetreFactory(networks=[future])

    found = ask()

    assert (found.outcome, found.distance_m, found.reseau) == (Outcome.PDP_FUTUR, 50, future)
    assert found.is_future
    assert found.is_eligible


def test_pdp_of_two_networks_takes_the_nearer_unless_inside_the_planned_zone() -> None:
    near, future = existing(20), planned(30)
    PerimetreFactory(networks=[near, future])
    assert ask().reseau == near

    zone([future])
    found = ask()
    assert (found.outcome, found.distance_m, found.reseau) == (Outcome.PDP_FUTUR, None, future)


def test_pdp_without_link_names_the_nearest_network_or_none() -> None:
    PerimetreFactory()
    found = ask()
    assert (found.outcome, found.reseau, found.distance_m) == (Outcome.PDP_EXISTANT, None, None)
    assert found.in_pdp

    reseau = existing(300)
    found = ask()
    assert (found.outcome, found.reseau, found.distance_m) == (Outcome.PDP_EXISTANT, reseau, 300)


def test_outside_the_pdp_by_a_metre_is_outside() -> None:
    x, y = GRENOBLE
    PerimetreFactory(around=(x + 201, y), half_side_m=200)

    found = ask()

    assert (found.outcome, found.in_pdp) == (Outcome.TROP_ELOIGNE, False)
