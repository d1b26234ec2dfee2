"""The fixed 500 m grid that hides exact places (docs/decisions/0009), in Lambert-93."""

import shapely

from ambassadeurs.reseaux.geometry import LAMBERT_93, WGS84, in_mainland, project, to_lambert

from .numbers import NUMBERS


def cell_of(lon: float, lat: float) -> tuple[int, int] | None:
    """Column and row of the cell that holds a WGS84 point (degrees); None outside the mainland."""
    if not in_mainland(lon, lat):
        return None
    x, y = to_lambert(lon, lat)
    size = NUMBERS.grid_m
    return int(x // size), int(y // size)


def centre_of(column: int, row: int) -> tuple[float, float]:
    """Longitude and latitude (WGS84, 6 decimals) of the centre of a cell."""
    size = NUMBERS.grid_m
    centre = shapely.Point((column + 0.5) * size, (row + 0.5) * size)
    ((lon, lat),) = shapely.get_coordinates(project(centre, source=LAMBERT_93, target=WGS84))
    return round(float(lon), 6), round(float(lat), 6)
