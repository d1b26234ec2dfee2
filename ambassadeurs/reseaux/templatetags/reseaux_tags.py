"""What the room of networks lends to templates: its map."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from socle.words import network

from ..address_test.eligibility import address_rules, close_limits, format_about, format_far
from ..models import Reseau

register = template.Library()
# « le {{ reseau.name|network }} », « du {{ reseau.name|network }} ».
register.filter("network", network)
# « à {{ follow.distance_m|about }} ».
register.filter("about", format_about)


@register.inclusion_tag("reseaux/_map.html")
def network_map(
    title: str,
    geojson_url: str,
    latitude: float | None = None,
    longitude: float | None = None,
    pick: bool = False,
    reseau: Reseau | None = None,
    cells_url: str = "",
) -> dict[str, Any]:
    """The map as an extra, fetched when asked for.

    `latitude`/`longitude` (WGS84 degrees) mark a point, or the centre when `pick` lets the
    person choose one; circles around it are at the distances of the address test, those of
    `reseau` when it has its own. `cells_url` gives the public cells of ambassadors.
    """
    rules = address_rules()
    limits = close_limits(reseau) if reseau else (rules.very_close_m, rules.close_m)
    rings = [*limits, rules.far_m]
    return {
        "rings": ",".join(str(distance) for distance in rings),
        "ring_words": [format_far(distance) for distance in rings],
        "cells_url": cells_url,
        "title": title,
        "geojson_url": geojson_url,
        "latitude": _degrees(latitude),
        "longitude": _degrees(longitude),
        "pick": pick,
        "map_style_url": settings.MAP_STYLE_URL,
    }


@register.inclusion_tag("reseaux/_places_map.html")
def places_map(
    source: str, query: str, label: str, legend: str, note: str, places_label: str
) -> dict[str, Any]:
    """A map of points under a list, fetched when asked for.

    `source` is the address of their GeoJSON, `query` the filters of the list (encoded, or "");
    the rest are the words around the map: see the template.
    """
    return {
        "source": f"{source}?{query}" if query else source,
        "label": label,
        "legend": legend,
        "note": note,
        "places_label": places_label,
        "map_style_url": settings.MAP_STYLE_URL,
    }


def _degrees(value: float | None) -> str:
    """As JavaScript reads it, with a dot whatever the language; a metre of precision."""
    return "" if value is None else f"{value:.5f}"


@register.inclusion_tag("reseaux/_figures.html", takes_context=True)
def network_figures(context: Context, slug: str) -> dict[str, Any]:
    """A network in a few figures, on a page of editors; a preview says when there is none."""
    return {
        "reseau": Reseau.objects.filter(slug=slug).select_related("exploitant").first(),
        "is_preview": bool(getattr(context.get("request"), "is_preview", False)),
    }
