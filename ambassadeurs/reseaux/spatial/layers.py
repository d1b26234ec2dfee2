"""The arrays of the index, packed and asked: what is near a point, what holds it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point

from ..geometry import whole_metres
from .arrays import Arrays, Writer

# Rectangles and segments are not measured by the same sum: what differs by less is looked at.
_SLACK_M = 1e-6


@dataclass(frozen=True)
class Hit:
    """A network seen from a point: straight line to its nearest pipe, in whole metres."""

    reseau_id: int
    distance_m: int


class LineLayer:
    """Traces of one family of networks, in Lambert-93.

    Two levels of rectangles, then segments: the rectangle of a whole network covers a
    town, that of a node covers some streets. Distances are those of GEOS, to the last bit.
    """

    def __init__(self, arrays: Arrays, layer: str) -> None:
        self.keys = arrays[f"{layer}.ids"]
        self.segments = arrays[f"{layer}.segments"]
        self.owners = arrays[f"{layer}.owners"]
        self.node_first = arrays[f"{layer}.node_first"]
        self.boxes = arrays[f"{layer}.boxes"]
        self.tops = arrays[f"{layer}.tops"]
        self.top_first = arrays[f"{layer}.top_first"]

    def within(self, point: Point, *, distance_m: float) -> list[Hit]:
        """Every trace whose rounded distance is at most `distance_m`, nearest first."""
        limit = distance_m + 0.5
        near, _ = _to_boxes(self.tops, point)
        nodes = self._nodes_of(np.flatnonzero(near <= limit + _SLACK_M))
        near, far = _to_boxes(self.boxes[nodes], point)
        if not len(nodes):
            return []
        # A node further than another of the same network is wholly near holds nothing nearer.
        first, count = _runs(self.owners[nodes])
        reach = np.minimum(np.minimum.reduceat(far, first), limit) + _SLACK_M
        nodes = nodes[near <= np.repeat(reach, count)]
        if not len(nodes):
            return []
        owners = self.owners[nodes]
        first, _ = _runs(owners)
        distances = np.minimum.reduceat(self._to_nodes(nodes, point), first)
        keys = self.keys[owners[first]]
        ranked = sorted(zip(distances.tolist(), keys.tolist(), strict=True))
        hits = [Hit(pk, whole_metres(distance)) for distance, pk in ranked if distance <= limit]
        return [hit for hit in hits if hit.distance_m <= distance_m]

    def distance_to(self, reseau_id: int, point: Point) -> int | None:
        """Whole metres to the trace of one network, or None when it has no trace here."""
        rank = int(np.searchsorted(self.keys, reseau_id))
        if rank == len(self.keys) or self.keys[rank] != reseau_id:
            return None
        nodes = np.arange(self.node_first[rank], self.node_first[rank + 1])
        if not len(nodes):
            return None
        near, far = _to_boxes(self.boxes[nodes], point)
        nodes = nodes[near <= far.min() + _SLACK_M]
        return whole_metres(float(self._to_nodes(nodes, point).min()))

    def _nodes_of(self, tops: np.ndarray) -> np.ndarray:
        first = self.top_first[tops]
        count = self.top_first[tops + 1] - first
        skipped = np.cumsum(count) - count
        return np.arange(count.sum()) + np.repeat(first - skipped, count)

    def _to_nodes(self, nodes: np.ndarray, point: Point) -> np.ndarray:
        """Metres from the point to the nearest segment of each node."""
        return _to_segments(self.segments[nodes], point).min(axis=1)


class AreaLayer:
    """Perimeters of one kind, each with the networks it belongs to, in Lambert-93."""

    def __init__(self, arrays: Arrays, layer: str) -> None:
        self.keys = arrays[f"{layer}.ids"]
        self.boxes = arrays[f"{layer}.boxes"]
        self.wkb = arrays[f"{layer}.wkb"]
        self.wkb_first = arrays[f"{layer}.wkb_first"]
        self.links = arrays[f"{layer}.links"]
        self.link_first = arrays[f"{layer}.link_first"]

    def containing(self, point: Point) -> list[tuple[int, list[int]]]:
        """(perimeter id, network ids) of the perimeters that hold the point, border included."""
        west, south, east, north = self.boxes.T
        x, y = point.x, point.y
        around = np.flatnonzero((west <= x) & (x <= east) & (south <= y) & (y <= north))
        return [
            (
                int(self.keys[rank]),
                self.links[self.link_first[rank] : self.link_first[rank + 1]].tolist(),
            )
            for rank in around.tolist()
            if shapely.intersects(self._shape(rank), point)
        ]

    def _shape(self, rank: int) -> shapely.Geometry:
        return shapely.from_wkb(self.wkb[self.wkb_first[rank] : self.wkb_first[rank + 1]].tobytes())


def _to_boxes(boxes: np.ndarray, point: Point) -> tuple[np.ndarray, np.ndarray]:
    """Metres from the point to the nearest and to the furthest place of each rectangle."""
    west, south, east, north = boxes.T
    left, right = west - point.x, point.x - east
    below, above = south - point.y, point.y - north
    zero = 0.0
    near = np.hypot(
        np.maximum(np.maximum(left, right), zero), np.maximum(np.maximum(below, above), zero)
    )
    far = np.hypot(np.maximum(-left, -right), np.maximum(-below, -above))
    return near, far


def _runs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each run of equal values begins, and how long it is."""
    first = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    return first, np.diff(np.append(first, len(values)))


def _to_segments(segments: np.ndarray, point: Point) -> np.ndarray:
    """Metres from the point to each segment (x, y, x', y'): the sums of GEOS's
    `Distance::pointToSegment`, in its order, so that no metre is rounded otherwise."""
    x, y, x2, y2 = (segments[..., rank] for rank in range(4))
    along_x, along_y = x2 - x, y2 - y
    square = along_x * along_x + along_y * along_y
    from_x, from_y = point.x - x, point.y - y
    # A segment without length is its first end.
    whole = np.where(square == 0, 1.0, square)
    share = (from_x * along_x + from_y * along_y) / whole
    to_x, to_y = point.x - x2, point.y - y2
    to_first = np.sqrt(from_x * from_x + from_y * from_y)
    to_last = np.sqrt(to_x * to_x + to_y * to_y)
    aside = (-from_y * along_x + from_x * along_y) / whole
    across = np.abs(aside) * np.sqrt(square)
    return np.where(share <= 0, to_first, np.where(share >= 1, to_last, across))


# From stored geometries to the arrays of `layers`, one trace in memory at a time.


# Segments of a node, nodes of a top: two steps of a few hundred comparisons each.
SEGMENTS, NODES = 64, 64
# Side of the square along which pieces are put in order, in cells.
_CELLS = 1 << 16
NO_BOX = np.empty((0, 4))


def pack_lines(writer: Writer, layer: str, rows: Iterable[tuple[int, bytes]]) -> None:
    """Write a layer of traces (network, WKB in Lambert-93 metres), in the order given.

    The segments of a network lie together, neighbours near each other, in nodes of `SEGMENTS` (the
    last repeated to fill one): `segments` [node, rank, (x, y, x', y')]. `boxes` are the rectangles
    of nodes and `tops` those of `NODES` nodes, (west, south, east, north); neither mixes networks.
    `owners` says whose a node is, by rank in `ids`; `node_first` and `top_first` where begin the
    nodes of a network, and those of a top.
    """
    ids: list[int] = []
    counts: list[int] = []
    boxes: list[np.ndarray] = [NO_BOX]

    def nodes() -> Iterator[np.ndarray]:
        for pk, wkb in rows:
            made = _nodes(wkb)
            ids.append(pk)
            counts.append(len(made))
            boxes.append(_bounds(made))
            yield made

    writer.put_parts(f"{layer}.segments", nodes(), like=np.empty((0, SEGMENTS, 4)))
    tops = [NO_BOX]
    firsts: list[np.ndarray] = [np.empty(0, np.int32)]
    begun = 0
    for own in boxes[1:]:
        cuts = np.arange(0, len(own), NODES)
        if len(cuts):
            tops.append(_merged(own, cuts))
            firsts.append(cuts + begun)
        begun += len(own)
    writer.put(f"{layer}.ids", np.array(ids, np.int64))
    writer.put(f"{layer}.owners", np.repeat(np.arange(len(ids), dtype=np.int32), counts))
    writer.put(f"{layer}.node_first", _firsts(counts))
    writer.put(f"{layer}.boxes", np.concatenate(boxes))
    writer.put(f"{layer}.tops", np.concatenate(tops))
    writer.put(f"{layer}.top_first", np.concatenate([*firsts, [begun]]).astype(np.int32))


def pack_areas(
    writer: Writer,
    layer: str,
    rows: Iterable[tuple[int, bytes]],
    links: Mapping[int, Sequence[int]],
) -> None:
    """Write a layer of perimeters (key, WKB in Lambert-93 metres) and the networks of each:
    `wkb` end to end, `boxes`, and where begin the bytes and the networks of each (`_first`)."""
    ids: list[int] = []
    sizes: list[int] = []
    boxes = [NO_BOX]
    networks: list[list[int]] = []

    def shapes() -> Iterator[np.ndarray]:
        for pk, wkb in rows:
            ids.append(pk)
            sizes.append(len(wkb))
            boxes.append(shapely.bounds(shapely.from_wkb([wkb])))
            networks.append(list(links.get(pk, ())))
            yield np.frombuffer(wkb, np.uint8)

    writer.put_parts(f"{layer}.wkb", shapes(), like=np.empty(0, np.uint8))
    writer.put(f"{layer}.ids", np.array(ids, np.int64))
    writer.put(f"{layer}.wkb_first", _firsts(sizes))
    writer.put(f"{layer}.boxes", np.concatenate(boxes))
    writer.put(f"{layer}.links", np.array([pk for own in networks for pk in own], np.int64))
    writer.put(f"{layer}.link_first", _firsts([len(own) for own in networks]))


def _firsts(counts: Sequence[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)


def _nodes(wkb: bytes) -> np.ndarray:
    """The segments of a trace, neighbours together, in nodes filled by the last one."""
    pieces = shapely.get_parts(shapely.from_wkb(wkb))
    if len(pieces) > 1:
        pieces = pieces[np.argsort(_along_a_curve(shapely.bounds(pieces)), kind="stable")]
    points, piece = shapely.get_coordinates(pieces, return_index=True)
    same = piece[1:] == piece[:-1]
    segments = np.hstack([points[:-1], points[1:]])[same]
    if not len(segments):
        return np.empty((0, SEGMENTS, 4))
    missing = -len(segments) % SEGMENTS
    filled = np.concatenate([segments, np.repeat(segments[-1:], missing, axis=0)])
    return filled.reshape(-1, SEGMENTS, 4)


def _bounds(nodes: np.ndarray) -> np.ndarray:
    points = nodes.reshape(len(nodes), -1, 2)
    return np.hstack([points.min(axis=1), points.max(axis=1)]) if len(nodes) else NO_BOX


def _merged(boxes: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    least = np.minimum.reduceat(boxes[:, :2], cuts, axis=0)
    return np.hstack([least, np.maximum.reduceat(boxes[:, 2:], cuts, axis=0)])


def _along_a_curve(boxes: np.ndarray) -> np.ndarray:
    """Rank of each rectangle along a Hilbert curve: near ranks are near places."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    low = centres.min(axis=0)
    side = max(float((centres.max(axis=0) - low).max()), 1.0)
    x, y = ((centres - low) / side * (_CELLS - 1)).astype(np.int64).T
    ranks = np.zeros(len(boxes), np.int64)
    step = _CELLS >> 1
    while step:
        right, up = (x & step) > 0, (y & step) > 0
        ranks += step * step * ((3 * right) ^ up)
        turned = right & ~up
        x, y = np.where(turned, _CELLS - 1 - x, x), np.where(turned, _CELLS - 1 - y, y)
        x, y = np.where(up, x, y), np.where(up, y, x)
        step >>= 1
    return ranks
