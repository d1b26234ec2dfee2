"""Geometries of the source: what is read, what is cleaned, what is rejected and why."""

from pathlib import Path

import pytest
import shapely

from ambassadeurs.reseaux.importers import import_files
from ambassadeurs.reseaux.importers.report import Action
from ambassadeurs.reseaux.models import Reseau, Trace

from ..open_data import CRS, LINE, POINT, X, Y, actions, extract, network, write

pytestmark = pytest.mark.django_db

WGS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "géométrie absente (null)"),
        ({"type": "MultiLineString", "coordinates": []}, "géométrie vide"),
        ({"type": "MultiLineString", "coordinates": [[]]}, "géométrie vide"),
        (
            {"type": "MultiLineString", "coordinates": [[[X, Y, 210.0], [X + 9, Y, 211.0]]]},
            "points en trois dimensions",
        ),
        (
            {"type": "MultiLineString", "coordinates": [[[X, Y], [X + 9, Y, 211.0]]]},
            "points en trois dimensions",
        ),
        (
            {"type": "MultiLineString", "coordinates": [[[X, Y], [X, Y]], [[X, Y]]]},
            "tracé sans longueur",
        ),
        (POINT, "géométrie inattendue : Point"),
        ({"type": "MultiLineString", "coordinates": [[["a", "b"], [1, 2]]]}, "mal formée"),
        ({"type": "MultiLineString", "coordinates": [[[X], [X]]]}, "mal formée"),
        ({"type": "MultiLineString", "coordinates": [[X, Y]]}, "mal formée"),
        ({"type": "MultiLineString", "coordinates": "loin"}, "mal formée"),
        ({"type": "MultiLineString"}, "mal formée"),
        ("rien", "géométrie inattendue"),
        (
            {"type": "MultiLineString", "coordinates": [[[5.73, 45.18], [5.74, 45.19]]]},
            "coordonnées hors de France métropolitaine en Lambert-93",
        ),
        (
            {"type": "MultiLineString", "coordinates": [[[Y, X], [Y, X + 5]]]},
            "coordonnées hors de France métropolitaine en Lambert-93",
        ),
    ],
)
def test_a_bad_geometry_is_rejected_with_its_reason_and_the_rest_loaded(
    tmp_path: Path, geometry: object, reason: str
) -> None:
    report = import_files(
        [write(tmp_path, network("3801C", "Mauvais", geometry), network("3803C", "Bon"))]
    )

    assert [reseau.identifiant for reseau in Reseau.objects.all()] == ["3803C"]
    rejected = next(line for line in report.lines if line.action == Action.REJECTED)
    assert reason in rejected.reason
    assert (rejected.number, rejected.subject, rejected.identifiant) == (1, "Mauvais", "3801C")


def test_a_rejected_line_leaves_what_was_known(tmp_path: Path) -> None:
    import_files([write(tmp_path, network())])

    report = import_files([write(tmp_path, network(geometry=None))])

    assert Action.REJECTED in actions(report)
    assert Trace.objects.count() == 1


def test_zero_length_parts_are_dropped_and_the_rest_kept(tmp_path: Path) -> None:
    geometry = {
        "type": "MultiLineString",
        "coordinates": [
            [[X, Y], [X, Y]],
            [[X, Y], [X, Y], [X + 100, Y], [X + 100, Y]],
            [[X + 5, Y]],
            [],
            [[X, Y + 3], [X + 100, Y + 3]],
        ],
    }
    import_files([write(tmp_path, network(geometry=geometry))])

    trace = Trace.objects.get()
    stored = shapely.from_wkb(bytes(trace.wkb))
    # Supply and return are both drawn: both are kept, the length is that of the pipes.
    assert trace.length_m == 200.0
    assert len(stored.geoms) == 2
    assert stored.geom_type == "MultiLineString"


def test_the_trace_is_simplified_to_one_metre(tmp_path: Path) -> None:
    points = [[X + step, Y + (0.4 if step % 2 else 0)] for step in range(101)]
    import_files([write(tmp_path, network(geometry={"type": "LineString", "coordinates": points}))])

    stored = shapely.from_wkb(bytes(Trace.objects.get().wkb))
    assert shapely.get_num_coordinates(stored) == 2


@pytest.mark.parametrize(
    ("crs", "geometry"),
    [
        (None, LINE),
        ({"type": "name", "properties": {"name": "EPSG:2154"}}, LINE),
        (CRS, LINE),
        (None, extract()["geometry"]),
        (WGS84, extract()["geometry"]),
        ({"type": "name", "properties": {"name": "EPSG:4326"}}, extract()["geometry"]),
    ],
)
def test_systems_of_coordinates_that_are_read(tmp_path: Path, crs: object, geometry: dict) -> None:
    import_files([write(tmp_path, network(geometry=geometry), crs=crs)])

    trace = Trace.objects.get()
    assert 914_000 < trace.west < 916_000
    assert 6_456_000 < trace.south < 6_459_000


def test_without_declaration_each_line_tells_its_own_system(tmp_path: Path) -> None:
    import_files(
        [
            write(
                tmp_path,
                network("3801C", geometry=extract()["geometry"]),
                network("3803C"),
                crs=None,
            )
        ]
    )

    assert Trace.objects.count() == 2
    assert all(914_000 < trace.west < 916_000 for trace in Trace.objects.all())


def test_a_file_in_another_system_of_coordinates_is_refused_and_nothing_else_is_said(
    tmp_path: Path,
) -> None:
    mercator = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    import_files([write(tmp_path, network())])

    refused = write(
        tmp_path, network("3804C"), network("3803C"), crs=mercator, name="autre.geojson"
    )
    report = import_files([refused])

    assert actions(report) == [Action.REFUSED]
    assert list(report.sentences()) == [
        "autre.geojson : fichier refusé, système de coordonnées non lu : "
        "urn:ogc:def:crs:EPSG::3857",
        "Aucun changement.",
    ]
    assert Reseau.objects.count() == 1

    # Another file of the same kind is read, and nothing is said to have vanished.
    report = import_files([refused, write(tmp_path, network("3805C"), name="bon.geojson")])
    assert actions(report) == [Action.REFUSED, Action.CREATED]
