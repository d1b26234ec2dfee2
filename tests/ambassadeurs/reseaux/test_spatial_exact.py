"""The shared index answers what GEOS answers, to the metre, for traces of every shape."""

import numpy as np
import pytest
import shapely

from ambassadeurs.reseaux.enums import ReseauStatus
from ambassadeurs.reseaux.geometry import whole_metres
from ambassadeurs.reseaux.models import Perimetre, Trace
from ambassadeurs.reseaux.services import bump_geo_version
from ambassadeurs.reseaux.spatial import get_index
from ambassadeurs.reseaux.spatial.layers import NODES, SEGMENTS

from .factories import GRENOBLE, PerimetreFactory, ReseauFactory, planned_reseau

pytestmark = pytest.mark.django_db

SEED = 20260914
X, Y = GRENOBLE


def _lines(random, pieces, points):
    """Walks along streets around a place of their own, some turning back on their own steps."""
    start = np.array([X, Y]) + random.normal(0, 1500, 2)
    made = []
    for _ in range(pieces):
        steps = random.normal(0, 25, (int(random.integers(2, points + 1)), 2))
        steps[random.random(len(steps)) < 0.1] = 0  # the same point twice
        line = start + random.normal(0, 600, 2) + np.cumsum(steps, axis=0)
        if shapely.length(shapely.linestrings(line)) > 0:
            made.append(shapely.linestrings(line))
    return shapely.multilinestrings(made)


@pytest.fixture
def traces():
    """One segment, nodes exactly full and one more, several tops, and what is usual."""
    random = np.random.default_rng(SEED)
    made = {}
    full = np.array([X, Y]) + np.cumsum(random.normal(0, 9, (SEGMENTS + 1, 2)), axis=0)
    shapes = [
        shapely.multilinestrings([shapely.linestrings([(X, Y), (X + 3, Y + 4)])]),
        shapely.multilinestrings([shapely.linestrings(full)]),
        shapely.multilinestrings([shapely.linestrings([*full, full[0]])]),
        _lines(random, 2 * SEGMENTS * NODES // 30, 60),
        *(_lines(random, 12, 30) for _ in range(12)),
    ]
    rows = []
    for shape in shapes:
        reseau = ReseauFactory()
        west, south, east, north = shapely.bounds(shape)
        bounds = {"west": west, "south": south, "east": east, "north": north}
        rows.append(Trace(reseau=reseau, wkb=shapely.to_wkb(shape), length_m=1, **bounds))
        made[reseau.pk] = shape
    Trace.objects.bulk_create(rows)
    bump_geo_version()
    return made


def _points(traces):
    random = np.random.default_rng(SEED + 1)
    around = np.array([X, Y]) + random.normal(0, 2500, (150, 2))
    on_a_vertex = [shapely.get_coordinates(shape)[0] for shape in traces.values()]
    return list(shapely.points([*around, *on_a_vertex, (X + 60_000, Y)]))


def test_distances_are_those_of_geos_to_the_last_bit(traces):
    layer = get_index().existing
    shapes = np.array(list(traces.values()))
    assert layer.segments.shape[0] > 2 * NODES

    for point in _points(traces):
        exact = dict(zip(traces, shapely.distance(shapes, point).tolist(), strict=True))
        ranked = [(pk, distance) for distance, pk in sorted((d, pk) for pk, d in exact.items())]
        for limit in (0, 40, 1000, 5000):
            found = layer.within(point, distance_m=limit)
            wanted = [(pk, whole_metres(distance)) for pk, distance in ranked]
            assert [(hit.reseau_id, hit.distance_m) for hit in found] == [
                pair for pair in wanted if pair[1] <= limit
            ]
        for pk in traces:
            assert layer.distance_to(pk, point) == whole_metres(exact[pk])


def test_perimeters_that_hold_a_point_are_those_of_geos():
    random = np.random.default_rng(SEED)
    heat, future = ReseauFactory(), planned_reseau()
    links = {}
    for kind in (Perimetre.Kind.PDP, Perimetre.Kind.ZONE):
        for rank in range(6):
            angles = np.sort(random.uniform(0, 2 * np.pi, 9))
            rays = random.uniform(200, 900, 9)
            star = np.column_stack([X + rays * np.cos(angles), Y + rays * np.sin(angles)])
            networks = [[], [heat], [heat, future]][rank % 3]
            area = PerimetreFactory(
                kind=kind, wkb=shapely.to_wkb(shapely.Polygon(star)), networks=networks
            )
            links[area.pk] = (kind, shapely.Polygon(star), sorted(one.pk for one in networks))

    index = get_index()

    points = shapely.points(np.array([X, Y]) + random.uniform(-1000, 1000, (200, 2)))
    corners = [shapely.Point(shape.exterior.coords[0]) for _, shape, _ in links.values()]
    assert future.status == ReseauStatus.EN_CONSTRUCTION
    for point in (*points, *corners):
        for kind, layer in ((Perimetre.Kind.PDP, index.pdp), (Perimetre.Kind.ZONE, index.zones)):
            assert layer.containing(point) == [
                (pk, own)
                for pk, (its_kind, shape, own) in sorted(links.items())
                if its_kind == kind and shape.intersects(point)
            ]
