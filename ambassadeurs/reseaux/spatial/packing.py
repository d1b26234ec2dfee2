"""From stored geometries to the arrays of `layers`, one trace in memory at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import shapely

from socle.shared_arrays import Writer

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
