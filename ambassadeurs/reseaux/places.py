"""The commune nearest to a point, by its town hall, when no address tells the commune.

35 000 points read once per process, on first use. Communes change by migration only, and
a migration comes with a restart.
"""

import threading
from dataclasses import dataclass

import numpy as np
import shapely

from communaute.territoires.models import Commune

from .geometry import LAMBERT_93, MAINLAND_DEGREES, WGS84, project

# No place of mainland France is farther than this from every town hall.
FARTHEST_TOWN_HALL_M = 25_000.0

_lock = threading.Lock()
_places: "_Places | None" = None


@dataclass(frozen=True)
class _Places:
    codes: list[str]
    tree: shapely.STRtree


def nearest_commune_code(x: float, y: float) -> str | None:
    """INSEE code of the commune whose town hall is nearest to a Lambert-93 point.

    An approximation: the border of the commune is not known here. None beyond 25 km from every
    town hall, which is to say outside France.
    """
    places = _get_places()
    found = places.tree.query_nearest(
        shapely.Point(x, y), max_distance=FARTHEST_TOWN_HALL_M, all_matches=False
    )
    return places.codes[int(found[0])] if len(found) else None


def _get_places() -> _Places:
    global _places
    if _places is None or not _places.codes:
        with _lock:
            if _places is None or not _places.codes:
                _places = _load()
    return _places


def _load() -> _Places:
    west, south, east, north = MAINLAND_DEGREES
    rows = list(
        Commune.objects.filter(
            longitude__range=(west, east),
            latitude__range=(south, north),
            districts__isnull=True,
        )
        .order_by("code")
        .values_list("code", "longitude", "latitude")
    )
    coordinates = np.array([row[1:] for row in rows], dtype=float).reshape(-1, 2)
    points = project(
        shapely.MultiPoint(coordinates) if rows else shapely.MultiPoint(),
        source=WGS84,
        target=LAMBERT_93,
    )
    return _Places([row[0] for row in rows], shapely.STRtree(shapely.get_parts(points)))
