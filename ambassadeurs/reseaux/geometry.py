"""Plane geometry in Lambert-93 (EPSG:2154): metres, valid in mainland France and Corsica only.

Measured: a transformer costs some milliseconds to make and a microsecond to use; pyproj asks
for one per thread, hence the thread-local cache.
"""

import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely import Geometry

LAMBERT_93 = 2154
WGS84 = 4326
# Mainland and Corsica with their coasts, in degrees: (west, south, east, north).
MAINLAND_DEGREES = (-5.6, 41.2, 9.8, 51.3)
# The same domain in Lambert-93 metres: what is beyond was not written in Lambert-93.
MAINLAND_METRES = (50_000.0, 6_000_000.0, 1_300_000.0, 7_150_000.0)

_local = threading.local()


def _transformer(source: int, target: int) -> Transformer:
    key = f"{source}_{target}"
    transformer = getattr(_local, key, None)
    if transformer is None:
        transformer = Transformer.from_crs(source, target, always_xy=True)
        setattr(_local, key, transformer)
    return transformer


def to_lambert(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to metres. The caller has checked that the point is in the mainland."""
    x, y = _transformer(WGS84, LAMBERT_93).transform(longitude, latitude)
    return float(x), float(y)


def to_lambert_all(longitudes: np.ndarray, latitudes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees to metres, of many points of the mainland."""
    x, y = _transformer(WGS84, LAMBERT_93).transform(longitudes, latitudes)
    return x, y


def project(geometry: Geometry, *, source: int, target: int) -> Geometry:
    """A copy of the geometry in another reference system, all vertices at once."""
    transformer = _transformer(source, target)

    def move(coordinates: np.ndarray) -> np.ndarray:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    return shapely.transform(geometry, move)


def in_mainland(longitude: float, latitude: float) -> bool:
    """True inside the rectangle where Lambert-93 may be used (neighbours are in it too)."""
    west, south, east, north = MAINLAND_DEGREES
    return west <= longitude <= east and south <= latitude <= north


def whole_metres(distance: float) -> int:
    """Distance rounded to the metre, halves upwards (Python's own round goes to the even)."""
    return int(distance + 0.5)


def as_points(cells: Mapping[tuple[float, float], list[dict[str, str]]]) -> dict[str, Any]:
    """GeoJSON for the map of a list: {(longitude, latitude): [{"name", "url"}]}, a point each."""
    features = [
        {
            "type": "Feature",
            "properties": {"count": len(inside), "places": inside},
            "geometry": {"type": "Point", "coordinates": list(cell)},
        }
        for cell, inside in cells.items()
    ]
    collection = {"type": "FeatureCollection", "attribution": "", "features": features}
    if cells:
        longitudes, latitudes = zip(*cells, strict=True)
        corners = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
        collection["bbox"] = corners
    return collection
