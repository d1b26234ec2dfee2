"""Each outcome of the address test, its exact limits, and what does not compete."""

import pytest

from ambassadeurs.reseaux.address_test.eligibility import (
    ABROAD,
    ELIGIBLE_OUTCOMES,
    OVERSEAS,
    OutsideCoverage,
    Proximity,
    evaluate,
)
from ambassadeurs.reseaux.enums import Outcome, ReseauKind, ReseauStatus
from ambassadeurs.reseaux.models import Reseau
from communaute.territoires.models import Commune

from ..factories import (
    GRENOBLE_DEGREES,
    ReseauFactory,
    ask,
    existing,
    planned,
    traced_reseau,
)

pytestmark = pytest.mark.django_db

STRICT = "7501C"


@pytest.mark.parametrize(
    ("make", "distance", "outcome", "eligible"),
    [
        (existing, 100, Outcome.EXISTANT_TRES_PROCHE, True),
        (existing, 101, Outcome.EXISTANT_PROCHE, True),
        (existing, 200, Outcome.EXISTANT_PROCHE, True),
        (existing, 201, Outcome.EXISTANT_LOIN, False),
        (existing, 1000, Outcome.EXISTANT_LOIN, False),
        (planned, 100, Outcome.FUTUR_TRES_PROCHE, True),
        (planned, 101, Outcome.FUTUR_PROCHE, True),
        (planned, 200, Outcome.FUTUR_PROCHE, True),
        (planned, 201, Outcome.FUTUR_LOIN, False),
        (planned, 1000, Outcome.FUTUR_LOIN, False),
    ],
)
def test_limits_by_default(make, distance, outcome, eligible):
    # Any distance comes before a network without trace.
    ReseauFactory()
    reseau = make(distance)

    found = ask()

    assert (found.outcome, found.distance_m, found.reseau) == (outcome, distance, reseau)
    assert found.is_eligible is eligible
    assert found.candidates == ()
    assert found.beyond is None
    assert not found.in_pdp


@pytest.mark.parametrize(
    ("network", "distance", "outcome"),
    [
        ("7501C", 60, Outcome.EXISTANT_TRES_PROCHE),
        ("7501C", 61, Outcome.EXISTANT_PROCHE),
        ("7511C", 100, Outcome.EXISTANT_PROCHE),
        ("7511C", 101, Outcome.EXISTANT_LOIN),
        ("7511C", 1000, Outcome.EXISTANT_LOIN),
    ],
)
def test_limits_of_the_two_strict_networks(network, distance, outcome):
    traced_reseau(distance_m=distance, identifiant=network)

    found = ask()

    assert (found.outcome, found.distance_m) == (outcome, distance)
    assert found.is_eligible is (outcome in ELIGIBLE_OUTCOMES)


def test_a_planned_network_keeps_default_limits_even_with_a_strict_id():
    reseau = planned(100)
    Reseau.objects.filter(pk=reseau.pk).update(identifiant=STRICT)

    assert ask().outcome == Outcome.FUTUR_TRES_PROCHE


@pytest.mark.parametrize(
    ("exact", "rounded", "outcome"),
    [
        (100.4, 100, Outcome.EXISTANT_TRES_PROCHE),
        (100.6, 101, Outcome.EXISTANT_PROCHE),
        (1000.4, 1000, Outcome.EXISTANT_LOIN),
        (1000.6, None, Outcome.TROP_ELOIGNE),
    ],
)
def test_limits_apply_to_the_rounded_distance(exact, rounded, outcome):
    traced_reseau(distance_m=exact)

    found = ask()

    assert (found.outcome, found.distance_m) == (outcome, rounded)


@pytest.mark.parametrize(
    ("existing_m", "planned_m", "outcome"),
    [
        (100, 50, Outcome.EXISTANT_TRES_PROCHE),
        (101, 100, Outcome.FUTUR_TRES_PROCHE),
        (200, 101, Outcome.EXISTANT_PROCHE),
        (201, 200, Outcome.FUTUR_PROCHE),
        (1000, 201, Outcome.EXISTANT_LOIN),
        (1001, 1000, Outcome.FUTUR_LOIN),
    ],
)
def test_existing_comes_before_planned_at_each_step(existing_m, planned_m, outcome):
    existing(existing_m)
    planned(planned_m)

    assert ask().outcome == outcome


@pytest.mark.parametrize(
    "facts", [{"is_open": False}, {"kind": ReseauKind.FROID}], ids=["closed", "cold"]
)
def test_closed_and_cold_networks_do_not_compete(facts):
    """Nor once the index was built, nor one without trace."""
    ReseauFactory(**facts)
    reseau, other = existing(50), existing(150)
    assert ask().reseau == reseau

    Reseau.objects.filter(pk=reseau.pk).update(is_open=False)
    traced_reseau(distance_m=10, **facts)
    found = ask()
    assert (found.reseau, found.candidates) == (other, ())

    Reseau.objects.filter(pk=other.pk).update(is_open=False)
    found = ask()
    assert (found.outcome, found.candidates) == (Outcome.TROP_ELOIGNE, ())


def test_candidates_are_the_other_networks_within_a_kilometre_nearest_first():
    answer, far, future = existing(90), existing(1000), planned(150)
    existing(1001)

    found = ask()

    assert found.reseau == answer
    assert [(c.reseau, c.distance_m, c.proximity, c.reseau.status) for c in found.candidates] == [
        (future, 150, Proximity.PROCHE, "en_construction"),
        (far, 1000, Proximity.LOIN, "existant"),
    ]


def test_network_without_trace_in_the_commune():
    reseau = ReseauFactory()

    found = ask()

    answer = (Outcome.COMMUNE_SANS_TRACE, reseau, None)
    assert (found.outcome, found.reseau, found.distance_m) == answer
    assert not found.is_eligible
    assert ask("38421").outcome == Outcome.TROP_ELOIGNE
    # Not told, the commune is guessed from the nearest town hall.
    found = ask(None)
    assert (found.commune.pk, found.reseau) == ("38185", reseau)


@pytest.mark.parametrize("facts", [{"status": ReseauStatus.EN_CONSTRUCTION}, {"serves": ["38421"]}])
def test_networks_without_trace_that_do_not_count(facts):
    ReseauFactory(**facts)

    assert ask().outcome == Outcome.TROP_ELOIGNE


def test_a_city_network_counts_in_its_arrondissements_and_the_reverse():
    ReseauFactory(identifiant="7599C", serves=["75056"])
    longitude, latitude = 2.338562, 48.890787
    district = Commune.objects.get(pk="75118")
    city = Commune.objects.get(pk="75056")

    def outcome(commune):
        return evaluate(longitude=longitude, latitude=latitude, commune=commune).outcome

    assert outcome(district) == Outcome.COMMUNE_SANS_TRACE

    Reseau.objects.get().communes.set([district])
    assert outcome(city) == Outcome.COMMUNE_SANS_TRACE


@pytest.mark.parametrize(
    ("longitude", "latitude", "reason"),
    [
        (55.4481, -20.8789, OVERSEAS),
        (-61.0588, 14.6161, OVERSEAS),
        (9.1859, 45.4654, ABROAD),
        (-0.1713, 51.2, ABROAD),
        (13.405, 52.52, ABROAD),
        (0.0, 0.0, ABROAD),
    ],
    ids=["Saint-Denis", "Fort-de-France", "Milan", "Redhill", "Berlin", "golfe de Guinée"],
)
def test_no_distance_overseas_or_abroad(longitude, latitude, reason):
    with pytest.raises(OutsideCoverage) as caught:
        evaluate(longitude=longitude, latitude=latitude, commune=None)

    assert caught.value.reason == reason


def test_an_overseas_commune_is_outside_whatever_the_point():
    longitude, latitude = GRENOBLE_DEGREES
    with pytest.raises(OutsideCoverage) as caught:
        evaluate(longitude=longitude, latitude=latitude, commune=Commune.objects.get(pk="97411"))

    assert caught.value.reason == OVERSEAS


def test_queries_do_not_grow_with_networks(django_assert_max_num_queries):
    existing(90)
    for offset in range(10):
        existing(200 + offset)
    longitude, latitude = GRENOBLE_DEGREES
    point = {"longitude": longitude, "latitude": latitude}
    commune = Commune.objects.get(pk="38185")
    evaluate(**point, commune=commune)

    with django_assert_max_num_queries(2):
        evaluate(**point, commune=commune)


@pytest.mark.parametrize("distance", [1001, 2000, 2001, 49_990])
@pytest.mark.parametrize("make", [existing, planned])
def test_a_far_no_knows_how_far_the_nearest_network_is(make, distance):
    far = make(distance)
    make(distance + 5)

    found = ask()

    assert (found.outcome, found.distance_m, found.reseau) == (Outcome.TROP_ELOIGNE, None, None)
    assert not found.is_eligible
    assert found.beyond is not None
    assert (found.beyond.reseau, found.beyond.distance_m) == (far, distance)


def test_a_far_no_names_neither_a_closed_network_nor_one_too_far_to_matter():
    closed = existing(1500)
    closed.is_open = False
    closed.save()
    assert ask().beyond is None
    existing(50_100)
    assert ask().beyond is None
    open_one = existing(3000)
    assert ask().beyond.reseau == open_one
