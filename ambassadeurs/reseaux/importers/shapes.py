"""GeoJSON geometries → clean Lambert-93, with the reason in French when it cannot be.

Vertices go through numpy at once: no Python loop over coordinates.
"""

import hashlib
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

from ..geometry import LAMBERT_93, MAINLAND_DEGREES, MAINLAND_METRES, WGS84, project
from .report import Rejected

LINES = {"LineString", "MultiLineString"}
AREAS = {"Polygon", "MultiPolygon"}


class OutsideLambert(Rejected):
    """Coordinates that are not in mainland France: overseas, swapped, or another system."""


@dataclass(frozen=True)
class Shape:
    """A geometry in Lambert-93 as published; `source_hash` recognises it next time."""

    geometry: Geometry
    source_hash: str


def shape_type(geometry: Any) -> str:
    return str(geometry.get("type", "")) if isinstance(geometry, dict) else ""


def guess_crs(geometry: Any) -> int | None:
    """The system of undeclared coordinates, by the first of them (None without any)."""
    value = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(value, list) and value and isinstance(value[0], list):
        value = value[0]
    if not isinstance(value, list) or len(value) < 2 or not isinstance(value[0], (int, float)):
        return None
    return WGS84 if abs(value[0]) <= 180 and abs(value[1]) <= 90 else LAMBERT_93


def read_lines(geometry: Any, *, crs: int) -> Shape:
    """Pipes of a network as a MultiLineString, zero-length segments left out.

    Raises Rejected: null, empty, 3-D, malformed, without length; OutsideLambert.
    """
    kind, coordinates = _parts(geometry, LINES)
    lines = [coordinates] if kind == "LineString" else coordinates
    flat, owners = _flatten(lines)
    _check_bounds(flat, crs)
    moves = np.ones(len(flat), dtype=bool)
    moves[1:] = (owners[1:] != owners[:-1]) | (flat[1:] != flat[:-1]).any(axis=1)
    kept, kept_owners = flat[moves], owners[moves]
    counts = np.bincount(kept_owners, minlength=len(lines))
    drawn = counts[kept_owners] >= 2
    if not drawn.any():
        raise Rejected("tracé sans longueur")
    _, ranks = np.unique(kept_owners[drawn], return_inverse=True)
    made = shapely.multilinestrings(shapely.linestrings(kept[drawn], indices=ranks))
    return _shape(made, flat, owners, crs)


def read_areas(geometry: Any, *, crs: int) -> Shape:
    """A perimeter as a valid MultiPolygon. Raises Rejected and OutsideLambert as `read_lines`."""
    kind, coordinates = _parts(geometry, AREAS)
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not all(isinstance(polygon, list) and polygon for polygon in polygons):
        raise Rejected("géométrie vide")
    flat, owners = _flatten(list(chain.from_iterable(polygons)))
    _check_bounds(flat, crs)
    try:
        made = shapely.geometry.shape({"type": kind, "coordinates": coordinates})
    except (ValueError, TypeError, shapely.errors.ShapelyError):
        raise Rejected("géométrie mal formée") from None
    if not shapely.is_valid(made):
        made = shapely.make_valid(made)
    parts = [part for part in shapely.get_parts(made) if part.area > 0]
    flattened = shapely.union_all(parts) if parts else None
    if flattened is None or not flattened.area:
        raise Rejected("périmètre sans surface")
    return _shape(flattened, flat, owners, crs)


def merge(first: Shape, second: Shape) -> Shape:
    """Both traces of a network drawn on two lines of the same file."""
    parts = np.concatenate([shapely.get_parts(first.geometry), shapely.get_parts(second.geometry)])
    joined = hashlib.sha256((first.source_hash + second.source_hash).encode()).hexdigest()
    made: Any = shapely.multilinestrings(parts)
    return Shape(made, joined)


def _parts(geometry: Any, expected: set[str]) -> tuple[str, list[Any]]:
    if geometry is None:
        raise Rejected("géométrie absente (null)")
    kind = shape_type(geometry)
    if kind not in expected:
        raise Rejected(f"géométrie inattendue : {kind[:30] or 'sans type'}")
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        raise Rejected("géométrie mal formée")
    if not coordinates:
        raise Rejected("géométrie vide")
    return kind, coordinates


def _flatten(lines: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """All vertices in one array, with the rank of the line each belongs to."""
    malformed = "géométrie mal formée"
    if not all(isinstance(line, list) for line in lines):
        raise Rejected(malformed)
    points = list(chain.from_iterable(lines))
    if not points:
        raise Rejected("géométrie vide")
    try:
        sizes = {len(point) for point in points}
        if sizes & {3, 4}:
            raise Rejected("points en trois dimensions")
        if sizes != {2}:
            raise Rejected(malformed)
        flat = np.array(points, dtype=np.float64)
    except (TypeError, ValueError):
        raise Rejected(malformed) from None
    if flat.shape[1:] != (2,) or not np.isfinite(flat).all():
        raise Rejected(malformed)
    return flat, np.repeat(np.arange(len(lines)), [len(line) for line in lines])


def _check_bounds(flat: np.ndarray, crs: int) -> None:
    west, south, east, north = MAINLAND_METRES if crs == LAMBERT_93 else MAINLAND_DEGREES
    low, high = flat.min(axis=0), flat.max(axis=0)
    if low[0] < west or low[1] < south or high[0] > east or high[1] > north:
        system = "Lambert-93 (EPSG:2154)" if crs == LAMBERT_93 else "degrés WGS84"
        raise OutsideLambert(f"coordonnées hors de France métropolitaine en {system}")


def _shape(made: Any, flat: np.ndarray, owners: np.ndarray, crs: int) -> Shape:
    digest = hashlib.sha256(f"{crs}".encode())
    digest.update(flat.tobytes())
    digest.update(owners.tobytes())
    geometry = made if crs == LAMBERT_93 else project(made, source=crs, target=LAMBERT_93)
    return Shape(geometry, digest.hexdigest())
