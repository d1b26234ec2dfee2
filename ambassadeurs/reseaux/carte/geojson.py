"""Traces as the map reads them: GeoJSON in WGS84, simplified, a few kilobytes."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely

from ..geometry import LAMBERT_93, WGS84, project
from ..models import Trace

# What the eye sees at street level, and what a phone can carry.
SIMPLIFY_M = 3.0
# Five decimals of a degree are about a metre.
DECIMALS = 5


def trace_collection(traces: Iterable[Trace], *, simplify_m: float = SIMPLIFY_M) -> dict[str, Any]:
    """A FeatureCollection of traces (with their `reseau`), its `attribution`, its `bbox` if any."""
    features, bounds, sources = [], [], set()
    for trace in traces:
        sources.add(trace.reseau.trace_source)
        lines = shapely.simplify(shapely.from_wkb(bytes(trace.wkb)), simplify_m)
        degrees = shapely.transform(
            project(lines, source=LAMBERT_93, target=WGS84), lambda c: np.round(c, DECIMALS)
        )
        bounds.append(shapely.bounds(degrees))
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "name": trace.reseau.name,
                    "slug": trace.reseau.slug,
                    "status": trace.reseau.status,
                    "url": trace.reseau.get_absolute_url(),
                },
                "geometry": json.loads(shapely.to_geojson(degrees)),
            }
        )
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "attribution": f"Tracés : {' ; '.join(sorted(sources))}" if sources else "",
        "features": features,
    }
    if bounds:
        low, high = np.array(bounds)[:, :2].min(axis=0), np.array(bounds)[:, 2:].max(axis=0)
        collection["bbox"] = [*map(float, low), *map(float, high)]
    return collection
