"""The index in memory: what it holds, when it is rebuilt, and who may share it."""

import pytest
import shapely

from ambassadeurs.reseaux.enums import ReseauKind
from ambassadeurs.reseaux.models import GeoVersion
from ambassadeurs.reseaux.services import (
    bump_geo_version,
    geometry_hash,
    set_trace,
)
from ambassadeurs.reseaux.spatial import Hit, get_index

from .factories import (
    GRENOBLE,
    PerimetreFactory,
    ReseauFactory,
    add_trace,
    planned_reseau,
    traced_reseau,
)

pytestmark = pytest.mark.django_db

X, Y = GRENOBLE
HERE = shapely.Point(X, Y)


def test_an_empty_base_answers_nothing():
    index = get_index()

    assert index.existing.within(HERE, distance_m=1000) == []
    assert index.existing.distance_to(1, HERE) is None
    assert index.pdp.containing(HERE) == []
    assert index.zones.containing(HERE) == []


def test_layers_hold_their_family_only():
    heat, future = traced_reseau(distance_m=10), planned_reseau()
    add_trace(future, [(X, Y + 5), (X + 1, Y + 5)])
    traced_reseau(distance_m=1, kind=ReseauKind.FROID)
    perimeter = PerimetreFactory(networks=[heat])

    index = get_index()

    assert index.existing.keys.tolist() == [heat.pk]
    assert index.planned.keys.tolist() == [future.pk]
    assert index.pdp.containing(HERE) == [(perimeter.pk, [heat.pk])]
    assert not len(index.zones.keys)


def test_distances_are_to_segments_and_the_limit_is_included():
    far, near = ReseauFactory(), ReseauFactory()
    add_trace(far, [(X - 900, Y + 1000), (X + 900, Y + 1000)])
    # Of several pieces, one hit at its nearest.
    add_trace(near, [(X - 4000, Y + 500), (X + 4000, Y + 500)], [(X + 700, Y), (X + 900, Y)])

    layer = get_index().existing

    assert layer.within(HERE, distance_m=1000) == [Hit(near.pk, 500), Hit(far.pk, 1000)]
    for limit in (999, 500):
        assert layer.within(HERE, distance_m=limit) == [Hit(near.pk, 500)]
    assert layer.within(HERE, distance_m=499) == []
    assert layer.distance_to(far.pk, HERE) == 1000


def test_one_query_when_nothing_moved(django_assert_num_queries):
    traced_reseau(distance_m=10)
    first = get_index()

    with django_assert_num_queries(1):
        assert get_index() is first


def test_the_index_is_rebuilt_when_the_version_moves():
    reseau = traced_reseau(distance_m=10)
    first = get_index()
    reseau.trace.delete()
    assert get_index() is first

    bump_geo_version()

    assert get_index() is not first
    assert not len(get_index().existing.keys)
    assert GeoVersion.objects.count() == 1


def test_a_trace_without_length_is_refused():
    point = shapely.MultiLineString([[(X, Y), (X, Y)]])

    with pytest.raises(ValueError, match="sans longueur"):
        set_trace(ReseauFactory(), point, source_hash=geometry_hash(point))
