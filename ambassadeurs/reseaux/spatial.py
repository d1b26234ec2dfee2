"""Nearest traces and containing perimeters, answered from memory.

One index per process, built from the stored WKB on first use and rebuilt when `GeoVersion`
changes (read once per call of `get_index`). The index is immutable once published, so threads
share it without a lock; only building is locked. Measured in docs/performances.md.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from shapely import Point, STRtree

from .enums import ReseauKind, ReseauStatus
from .geometry import whole_metres
from .models import GeoVersion, Perimetre, Trace

_lock = threading.Lock()
_index: "SpatialIndex | None" = None


@dataclass(frozen=True)
class Hit:
    """A network seen from a point: straight line to its nearest pipe, in whole metres."""

    reseau_id: int
    distance_m: int


class LineLayer:
    """Traces of one family of networks, in Lambert-93.

    The tree holds the pieces of the traces, not the networks: the rectangle of a whole network
    covers a town, that of a piece covers a street (measured: ten times faster, and
    a hundred times at the 99th percentile).
    """

    def __init__(self, rows: Iterable[tuple[int, bytes]]) -> None:
        pairs = list(rows)
        self.ids = [pk for pk, _ in pairs]
        pieces, owners = shapely.get_parts(_from_wkb([wkb for _, wkb in pairs]), return_index=True)
        self.owners = np.array(self.ids, dtype=np.int64)[owners]
        self.tree = STRtree(pieces)

    def nearest(self, point: Point, *, within_m: float) -> Hit | None:
        """The nearest trace within `within_m` metres (measured to segments), or None."""
        pieces, distances = self.tree.query_nearest(
            point, max_distance=within_m + 0.5, return_distance=True, all_matches=False
        )
        if not len(pieces):
            return None
        hit = Hit(int(self.owners[pieces[0]]), whole_metres(float(distances[0])))
        return hit if hit.distance_m <= within_m else None

    def within(self, point: Point, *, distance_m: float) -> list[Hit]:
        """Every trace whose rounded distance is at most `distance_m`, nearest first."""
        pieces = self.tree.query(point, predicate="dwithin", distance=distance_m + 0.5)
        distances = shapely.distance(self.tree.geometries[pieces], point)
        nearest: dict[int, float] = {}
        for pk, distance in zip(self.owners[pieces].tolist(), distances.tolist(), strict=True):
            nearest[pk] = min(distance, nearest.get(pk, distance))
        ranked = sorted((distance, pk) for pk, distance in nearest.items())
        hits = [Hit(pk, whole_metres(distance)) for distance, pk in ranked]
        return [hit for hit in hits if hit.distance_m <= distance_m]

    def distance_to(self, reseau_id: int, point: Point) -> int | None:
        """Whole metres to the trace of one network, or None when it has no trace here."""
        pieces = self.tree.geometries[self.owners == reseau_id]
        return whole_metres(float(shapely.distance(pieces, point).min())) if len(pieces) else None


class AreaLayer:
    """Perimeters of one kind, each with the networks it belongs to, in Lambert-93."""

    def __init__(self, rows: Iterable[tuple[int, bytes]], links: dict[int, list[int]]) -> None:
        pairs = list(rows)
        self.ids = [pk for pk, _ in pairs]
        self.links = links
        self.tree = STRtree(_from_wkb([wkb for _, wkb in pairs]))

    def containing(self, point: Point) -> list[tuple[int, list[int]]]:
        """(perimeter id, network ids) of the perimeters that hold the point, border included."""
        found = sorted(self.ids[int(i)] for i in self.tree.query(point, predicate="intersects"))
        return [(pk, self.links.get(pk, [])) for pk in found]


@dataclass(frozen=True)
class SpatialIndex:
    """The four layers of the address test, at one version of the geometries."""

    version: UUID | None
    existing: LineLayer
    planned: LineLayer
    pdp: AreaLayer
    zones: AreaLayer


def get_index() -> SpatialIndex:
    """The index of the current geometries: one small query, plus the building when they moved."""
    global _index
    version = GeoVersion.objects.filter(pk=1).values_list("token", flat=True).first()
    current = _index
    if current is not None and current.version == version:
        return current
    with _lock:
        if _index is None or _index.version != version:
            _index = _build(version)
        return _index


def _build(version: UUID | None) -> SpatialIndex:
    heat = Trace.objects.filter(reseau__kind=ReseauKind.CHALEUR).order_by("reseau_id")
    links: dict[int, list[int]] = defaultdict(list)
    through = Perimetre.reseaux.through
    for perimetre_id, reseau_id in (
        through.objects.order_by("perimetre_id", "reseau_id")
        .values_list("perimetre_id", "reseau_id")
        .iterator()
    ):
        links[perimetre_id].append(reseau_id)

    def lines(status: ReseauStatus) -> LineLayer:
        rows = heat.filter(reseau__status=status).values_list("reseau_id", "wkb")
        return LineLayer((pk, bytes(wkb)) for pk, wkb in rows.iterator(chunk_size=100))

    def areas(kind: Perimetre.Kind) -> AreaLayer:
        rows = Perimetre.objects.filter(kind=kind).order_by("pk").values_list("pk", "wkb")
        return AreaLayer(
            ((pk, bytes(wkb)) for pk, wkb in rows.iterator(chunk_size=100)), dict(links)
        )

    return SpatialIndex(
        version,
        existing=lines(ReseauStatus.EXISTANT),
        planned=lines(ReseauStatus.EN_CONSTRUCTION),
        pdp=areas(Perimetre.Kind.PDP),
        zones=areas(Perimetre.Kind.ZONE),
    )


def _from_wkb(values: list[bytes]) -> np.ndarray:
    return shapely.from_wkb(np.array(values, dtype=object))
