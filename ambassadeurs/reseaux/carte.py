"""What the map fetches: pipes of one network, those around a commune, and what is around."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import shapely
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communaute.territoires.models import Commune
from socle.parameters import varies_with

from .forms import BoundsForm
from .geometry import LAMBERT_93, MAINLAND_DEGREES, WGS84, in_mainland, project, to_lambert
from .models import Trace

STEPS_A_DEGREE = 10
# Wider than this, pipes are thinner than the screen shows.
PIPES_SPAN_DEGREES = 1.5
MAX_PIPES = 40
MAX_COMMUNES = 150
# One pixel of a rectangle drawn on a screen of this width.
SCREEN_PIXELS = 1000
METRES_A_DEGREE = 111_000


@dataclass(frozen=True)
class Bounds:
    """A rectangle in WGS84 degrees, inside of the mainland."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, west: float, south: float, east: float, north: float) -> Self | None:
        """The rectangle widened to tenths of a degree; None outside of the mainland."""
        low_x, low_y, high_x, high_y = MAINLAND_DEGREES
        widened = cls(
            max(math.floor(west * STEPS_A_DEGREE) / STEPS_A_DEGREE, low_x),
            max(math.floor(south * STEPS_A_DEGREE) / STEPS_A_DEGREE, low_y),
            min(math.ceil(east * STEPS_A_DEGREE) / STEPS_A_DEGREE, high_x),
            min(math.ceil(north * STEPS_A_DEGREE) / STEPS_A_DEGREE, high_y),
        )
        is_empty = widened.west >= widened.east or widened.south >= widened.north
        return None if is_empty else widened

    @property
    def span(self) -> float:
        return max(self.east - self.west, self.north - self.south)


def surroundings(bounds: Bounds | None) -> dict[str, Any]:
    """A FeatureCollection: lines are pipes, points are town halls with `name` and `population`.

    Its `bbox` is the rectangle answered, absent outside of the mainland. Two queries.
    """
    if bounds is None:
        return {"type": "FeatureCollection", "attribution": "", "features": []}
    collection = trace_collection(
        _pipes(bounds), simplify_m=max(SIMPLIFY_M, bounds.span * METRES_A_DEGREE / SCREEN_PIXELS)
    )
    collection["features"] += [_town_hall(commune) for commune in _communes(bounds)]
    collection["bbox"] = [bounds.west, bounds.south, bounds.east, bounds.north]
    return collection


def _pipes(bounds: Bounds) -> list[Trace]:
    """The longest pipes whose rectangle meets the bounds."""
    if bounds.span > PIPES_SPAN_DEGREES:
        return []
    corners = [
        to_lambert(longitude, latitude)
        for longitude in (bounds.west, bounds.east)
        for latitude in (bounds.south, bounds.north)
    ]
    x, y = zip(*corners, strict=True)
    return list(Trace.objects.of_heat_meeting(min(x), min(y), max(x), max(y))[:MAX_PIPES])


def _communes(bounds: Bounds) -> list[Commune]:
    """The largest communes whose town hall is inside, arrondissements apart."""
    rows = Commune.objects.filter(
        parent=None,
        longitude__range=(bounds.west, bounds.east),
        latitude__range=(bounds.south, bounds.north),
    )
    return list(rows.order_by("-population", "code")[:MAX_COMMUNES])


def _town_hall(commune: Commune) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"name": commune.name, "population": commune.population},
        "geometry": {
            "type": "Point",
            "coordinates": [round(commune.longitude or 0, 5), round(commune.latitude or 0, 5)],
        },
    }


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


AROUND_M = 5000.0
MAX_TRACES = 20
HOUR = 3600


@varies_with()
@require_safe
@cache_control(public=True, max_age=HOUR)
def trace(request: HttpRequest, slug: str) -> JsonResponse:
    """The pipes of a network. 404 without a trace."""
    row = get_object_or_404(Trace.objects.select_related("reseau"), reseau__slug=slug)
    return JsonResponse(trace_collection([row]), content_type="application/geo+json")


@varies_with()
@require_safe
@cache_control(public=True, max_age=HOUR)
def traces_around(request: HttpRequest, code: str) -> JsonResponse:
    """The pipes within five kilometres or so of a town hall, to choose a point among them."""
    commune = get_object_or_404(Commune, pk=code)
    if commune.longitude is None or commune.latitude is None:
        raise Http404("Commune sans position connue.")
    if not in_mainland(commune.longitude, commune.latitude):
        return JsonResponse(trace_collection([]), content_type="application/geo+json")
    x, y = to_lambert(commune.longitude, commune.latitude)
    rows = Trace.objects.of_heat_meeting(x - AROUND_M, y - AROUND_M, x + AROUND_M, y + AROUND_M)
    return JsonResponse(trace_collection(rows[:MAX_TRACES]), content_type="application/geo+json")


@varies_with(BoundsForm)
@require_safe
@cache_control(public=True, max_age=HOUR)
def around(request: HttpRequest) -> JsonResponse:
    """Communes and pipes of a rectangle, for a map without a base map; 422 when unreadable."""
    form = BoundsForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    given = form.cleaned_data
    bounds = Bounds.around(given["ouest"], given["sud"], given["est"], given["nord"])
    return JsonResponse(surroundings(bounds), content_type="application/geo+json")
