"""The fixed 500 m grid that hides exact places (design §3.2), in Lambert-93."""

from functools import cache

from django.conf import settings
from pyproj import Transformer

# Extent of mainland France in Lambert-93, metres: outside, the projection lies.
XMIN, XMAX, YMIN, YMAX = 60_000, 1_270_000, 6_000_000, 7_160_000


@cache
def _to_lambert() -> Transformer:
    return Transformer.from_crs(4326, 2154, always_xy=True)


@cache
def _to_wgs84() -> Transformer:
    return Transformer.from_crs(2154, 4326, always_xy=True)


def cell_of(lon: float, lat: float) -> tuple[int, int] | None:
    """Column and row of the cell that holds a WGS84 point (degrees); None outside the mainland."""
    x, y = _to_lambert().transform(lon, lat)
    if not (XMIN <= x <= XMAX and YMIN <= y <= YMAX):
        return None
    size = settings.AMBASSADOR_GRID_M
    return int(x // size), int(y // size)


def centre_of(column: int, row: int) -> tuple[float, float]:
    """Longitude and latitude (WGS84, 6 decimals) of the centre of a cell."""
    size = settings.AMBASSADOR_GRID_M
    lon, lat = _to_wgs84().transform((column + 0.5) * size, (row + 0.5) * size)
    return round(lon, 6), round(lat, 6)
