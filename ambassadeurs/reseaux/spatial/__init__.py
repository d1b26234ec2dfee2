"""Nearest traces and containing perimeters, answered from files that all processes share.

The arrays of `layers` are made once a machine and a version of the geometries (`GeoVersion`, read
once per call of `get_index`), kept in files (`arrays`) and mapped: their pages are in memory once,
whatever the number of processes. A process publishes an immutable index, that its threads share
without a lock; only opening is locked. Measured in docs/performances.md.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from ..enums import ReseauKind, ReseauStatus
from ..models import GeoVersion, Perimetre, Trace
from .arrays import Arrays, Writer, arrays_of
from .layers import AreaLayer, Hit, LineLayer, pack_areas, pack_lines

__all__ = ["AreaLayer", "Hit", "LineLayer", "SpatialIndex", "get_index"]

_lock = threading.Lock()
_index: "SpatialIndex | None" = None

# Moves when `layers` packs otherwise: files of another version of the code are made again.
FORMAT = 1
EXISTING, PLANNED, PDP, ZONES = "existing", "planned", "pdp", "zones"


@dataclass(frozen=True)
class SpatialIndex:
    """The four layers of the address test, at one version of the geometries."""

    version: UUID | None
    existing: LineLayer
    planned: LineLayer
    pdp: AreaLayer
    zones: AreaLayer


def get_index() -> SpatialIndex:
    """The index of the current geometries: one small query, plus opening when they moved."""
    global _index
    version = GeoVersion.objects.filter(pk=1).values_list("token", flat=True).first()
    current = _index
    if current is not None and current.version == version:
        return current
    with _lock:
        if _index is None or _index.version != version:
            key = f"{FORMAT}-{version}" if version else ""
            _index = _of(version, arrays_of(key, _fill))
        return _index


def _of(version: UUID | None, arrays: Arrays) -> SpatialIndex:
    return SpatialIndex(
        version,
        existing=LineLayer(arrays, EXISTING),
        planned=LineLayer(arrays, PLANNED),
        pdp=AreaLayer(arrays, PDP),
        zones=AreaLayer(arrays, ZONES),
    )


def _fill(writer: Writer) -> None:
    """Write the four layers, one trace in memory at a time."""
    links: dict[int, list[int]] = defaultdict(list)
    through = Perimetre.reseaux.through
    for perimetre_id, reseau_id in (
        through.objects.order_by("perimetre_id", "reseau_id")
        .values_list("perimetre_id", "reseau_id")
        .iterator()
    ):
        links[perimetre_id].append(reseau_id)
    pack_lines(writer, EXISTING, _traces(ReseauStatus.EXISTANT))
    pack_lines(writer, PLANNED, _traces(ReseauStatus.EN_CONSTRUCTION))
    pack_areas(writer, PDP, _areas(Perimetre.Kind.PDP), links)
    pack_areas(writer, ZONES, _areas(Perimetre.Kind.ZONE), links)


def _traces(status: ReseauStatus) -> Iterator[tuple[int, bytes]]:
    heat = Trace.objects.filter(reseau__kind=ReseauKind.CHALEUR, reseau__status=status)
    rows = heat.order_by("reseau_id").values_list("reseau_id", "wkb")
    return ((pk, bytes(wkb)) for pk, wkb in rows.iterator(chunk_size=20))


def _areas(kind: Perimetre.Kind) -> Iterator[tuple[int, bytes]]:
    rows = Perimetre.objects.filter(kind=kind).order_by("pk").values_list("pk", "wkb")
    return ((pk, bytes(wkb)) for pk, wkb in rows.iterator(chunk_size=100))
