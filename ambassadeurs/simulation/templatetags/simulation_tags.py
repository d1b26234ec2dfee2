"""The price, wherever people decide: `{% prices_of reseau as prices %}`."""

from django import template

from ambassadeurs.reseaux.adresse.eligibility import Proximity, proximity_of
from ambassadeurs.reseaux.models import Reseau

from ..calibration import network_of, paid_on
from ..cases import Case
from ..hypotheses import hypotheses, to_verify
from ..shown import Prices, prices
from ..works import zone_of

register = template.Library()
register.simple_tag(paid_on)
# Of the works, where the size of the building is not known.
USUAL_DWELLINGS = 50


@register.simple_tag
def is_far(reseau: Reseau, distance: int | None) -> bool:
    """Whether this network is known to pass further than it connects: the mean cost of the works,
    of a short branch, says nothing there."""
    return distance is not None and proximity_of(reseau, distance) == Proximity.LOIN


@register.simple_tag
def prices_of(reseau: Reseau, dwellings: int | None = None) -> Prices:
    """A dwelling's bill on this network, and the works of a building of that size; at most one
    query."""
    zone = zone_of(reseau.departement_id or "")
    case = Case(dwellings or USUAL_DWELLINGS, zone=zone, network=network_of(reseau))
    return prices(case, hypotheses(), has_late=bool(to_verify()))
