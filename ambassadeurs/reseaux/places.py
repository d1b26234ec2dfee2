"""The commune nearest to a point, by its town hall, when no address tells the commune.

35 000 points read once per process, on first use. Communes change by migration only, and
a migration comes with a restart.
"""

import threading

import numpy as np

from communaute.territoires.models import Commune

from .geometry import MAINLAND_DEGREES, to_lambert, to_lambert_all
from .spatial import get_index

# No place of mainland France is farther than this from every town hall.
FARTHEST_TOWN_HALL_M = 25_000.0

_lock = threading.Lock()
_places: np.ndarray | None = None


def nearest_commune_code(x: float, y: float) -> str | None:
    """INSEE code of the commune whose town hall is nearest to a Lambert-93 point.

    An approximation: the border of the commune is not known here. None beyond 25 km from every
    town hall, which is to say outside France.
    """
    places = _get_places()
    squares = (places["x"] - x) ** 2 + (places["y"] - y) ** 2
    nearest = int(squares.argmin()) if len(squares) else None
    if nearest is None or squares[nearest] > FARTHEST_TOWN_HALL_M**2:
        return None
    return str(places["code"][nearest])


def _get_places() -> np.ndarray:
    global _places
    if _places is None or not len(_places):
        with _lock:
            if _places is None or not len(_places):
                _places = _load()
    return _places


def _load() -> np.ndarray:
    """Code and Lambert-93 metres of each town hall: 1.3 MB, where a tree of points takes 12."""
    west, south, east, north = MAINLAND_DEGREES
    rows = (
        Commune.objects.filter(
            longitude__range=(west, east),
            latitude__range=(south, north),
            districts__isnull=True,
        )
        .order_by("code")
        .values_list("code", "longitude", "latitude")
    )
    places = np.fromiter(rows.iterator(), dtype=[("code", "U5"), ("x", float), ("y", float)])
    places["x"], places["y"] = to_lambert_all(places["x"], places["y"])
    return places


# Anywhere: the middle of France.
_DEGREES = (2.43, 46.54)


def make_ready() -> None:
    """Open the traces (make their file when it is not of now), the town halls, the projection."""
    get_index()
    nearest_commune_code(*to_lambert(*_DEGREES))
