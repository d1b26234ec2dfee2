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


def _degrees(value: float | None) -> str:
    """As JavaScript reads it, with a dot whatever the language; a metre of precision."""
    return "" if value is None else f"{value:.5f}"
