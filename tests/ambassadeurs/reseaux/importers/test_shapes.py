"""Geometries of the source: what is read, what is cleaned, what is rejected and why."""

import pytest
import shapely

from ambassadeurs.reseaux.importers import import_files
from ambassadeurs.reseaux.importers.report import Action
from ambassadeurs.reseaux.models import Reseau, Trace

from ..open_data import CRS, LINE, POINT, X, Y, actions, extract, network, write

pytestmark = pytest.mark.django_db

WGS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


def lines(coordinates):
    return {"type": "MultiLineString", "coordinates": coordinates}


OUTSIDE = "coordonnées hors de France métropolitaine en Lambert-93"
BAD = [
    (None, "géométrie absente (null)"),
    (lines([]), "géométrie vide"),
    (lines([[]]), "géométrie vide"),
    (lines([[[X, Y, 210.0], [X + 9, Y, 211.0]]]), "points en trois dimensions"),
    (lines([[[X, Y], [X + 9, Y, 211.0]]]), "points en trois dimensions"),
    (lines([[[X, Y], [X, Y]], [[X, Y]]]), "tracé sans longueur"),
    (POINT, "géométrie inattendue : Point"),
    (lines([[["a", "b"], [1, 2]]]), "mal formée"),
    (lines([[[X], [X]]]), "mal formée"),
    (lines([[X, Y]]), "mal formée"),
    (lines("loin"), "mal formée"),
    ({"type": "MultiLineString"}, "mal formée"),
    ("rien", "géométrie inattendue"),
    (lines([[[5.73, 45.18], [5.74, 45.19]]]), OUTSIDE),
    (lines([[[Y, X], [Y, X + 5]]]), OUTSIDE),
]


def test_a_bad_geometry_is_rejected_with_its_reason_and_the_rest_loaded(load):
    bad = [network(f"38{n:02}C", f"Mauvais {n}", shape) for n, (shape, _) in enumerate(BAD, 1)]
    report = load(*bad, network("3899C", "Bon"))

    assert [reseau.identifiant for reseau in Reseau.objects.all()] == ["3899C"]
    rejected = [line for line in report.lines if line.action == Action.REJECTED]
    assert [line.number for line in rejected] == list(range(1, len(BAD) + 1))
    wrong = [
        (line.number, line.reason)
        for line, (_, reason) in zip(rejected, BAD, strict=True)
        if reason not in line.reason
    ]
    assert wrong == []
    assert (rejected[0].subject, rejected[0].identifiant) == ("Mauvais 1", "3801C")


def test_zero_length_parts_are_dropped_and_the_rest_kept(load):
    parts = [
        [[X, Y], [X, Y]],
        [[X, Y], [X, Y], [X + 100, Y], [X + 100, Y]],
        [[X + 5, Y]],
        [],
        [[X, Y + 3], [X + 100, Y + 3]],
    ]
    load(network(geometry=lines(parts)))

    trace = Trace.objects.get()
    stored = shapely.from_wkb(bytes(trace.wkb))
    # Supply and return are both drawn: both are kept, the length is that of the pipes.
    assert trace.length_m == 200.0
    assert len(stored.geoms) == 2
    assert stored.geom_type == "MultiLineString"
    # A line rejected since leaves what was known.
    again = actions(load(network(geometry=None)))
    assert Action.REJECTED in again
    assert Action.VANISHED not in again
    assert Trace.objects.count() == 1
    # It is simplified to one metre.
    points = [[X + step, Y + (0.4 if step % 2 else 0)] for step in range(101)]
    load(network(geometry={"type": "LineString", "coordinates": points}))
    stored = shapely.from_wkb(bytes(Trace.objects.get().wkb))
    assert shapely.get_num_coordinates(stored) == 2


@pytest.mark.parametrize(
    ("crs", "geometry"),
    [
        ({"type": "name", "properties": {"name": "EPSG:2154"}}, LINE),
        (CRS, LINE),
        (WGS84, extract()["geometry"]),
        ({"type": "name", "properties": {"name": "EPSG:4326"}}, extract()["geometry"]),
    ],
)
def test_systems_of_coordinates_that_are_read(load, crs, geometry):
    load(network(geometry=geometry), crs=crs)

    trace = Trace.objects.get()
    assert 914_000 < trace.west < 916_000
    assert 6_456_000 < trace.south < 6_459_000


def test_without_declaration_each_line_tells_its_own_system(load):
    load(network("3801C", geometry=extract()["geometry"]), network("3803C"), crs=None)

    assert Trace.objects.count() == 2
    assert all(914_000 < trace.west < 916_000 for trace in Trace.objects.all())


def test_a_file_in_another_system_of_coordinates_is_refused_and_nothing_else_said(load, tmp_path):
    mercator = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    load(network())

    other = {"crs": mercator, "name": "autre.geojson"}
    report = load(network("3804C"), network("3803C"), **other)

    assert actions(report) == [Action.REFUSED]
    assert list(report.sentences()) == [
        "autre.geojson : fichier refusé, système de coordonnées non lu : "
        "urn:ogc:def:crs:EPSG::3857",
        "Aucun changement.",
    ]
    assert Reseau.objects.count() == 1

    # Another file of the same kind is read, and nothing is said to have vanished.
    refused = write(tmp_path, network("3804C"), **other)
    report = import_files([refused, write(tmp_path, network("3805C"), name="bon.geojson")])
    assert actions(report) == [Action.REFUSED, Action.CREATED]
