"""What the room of networks lends to templates: its map."""

from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("reseaux/_map.html")
def network_map(
    title: str,
    geojson_url: str,
    latitude: float | None = None,
    longitude: float | None = None,
    pick: bool = False,
) -> dict[str, Any]:
    """The map as an extra, fetched when asked for.

    `latitude`/`longitude` (WGS84 degrees) mark a point, or the centre when `pick` lets the
    person choose one.
    """
    return {
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
