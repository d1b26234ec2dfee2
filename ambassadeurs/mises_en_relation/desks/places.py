"""What the map of the operator's desk shows: one point per commune, never a building's own.

No exact place is among the facts that a person may send (`facts.FACTS`): the address is words that
one agreed to send, its coordinates are not. Where the commune itself was not sent, no point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse

from ..prospects import LABELS
from .operator import line_of

if TYPE_CHECKING:
    from ..querysets import MiseEnRelationQuerySet

MAP_ROWS: Final = 1000


def places_of(rows: MiseEnRelationQuerySet) -> dict[str, Any]:
    """GeoJSON for `static/js/reseaux/map.js`: how many by commune, their names and pages.

    `rows` in the order of the list; MAP_ROWS of them at most. One query.
    """
    communes: dict[tuple[float, float], list[dict[str, str]]] = {}
    placed = rows.filter(commune__longitude__isnull=False, commune__latitude__isnull=False)
    for mise in placed.select_related("commune")[:MAP_ROWS]:
        commune = mise.commune
        if commune is None or not mise.sent.get(LABELS["commune"]):
            continue
        if commune.longitude is None or commune.latitude is None:
            continue
        name = f"{line_of(mise).title}, {commune.name}"
        url = reverse("mises_en_relation:prospect", args=[mise.public_id])
        point = (commune.longitude, commune.latitude)
        communes.setdefault(point, []).append({"name": name, "url": url})
    features = [
        {
            "type": "Feature",
            "properties": {"count": len(inside), "places": inside},
            "geometry": {"type": "Point", "coordinates": list(point)},
        }
        for point, inside in communes.items()
    ]
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "attribution": "",
        "features": features,
    }
    if communes:
        longitudes, latitudes = zip(*communes, strict=True)
        collection["bbox"] = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    return collection
