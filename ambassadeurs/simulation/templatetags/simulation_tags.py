"""The price, wherever people decide: `{% prices_of reseau as prices %}`."""

from django import template

from ambassadeurs.reseaux.adresse.eligibility import Proximity, proximity_of
from ambassadeurs.reseaux.models import Reseau

from ..calibration import network_of, paid_on
from ..cases import Case
from ..engine import Simulation
from ..hypotheses import hypotheses, to_verify
from ..shown import Prices
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
    zone, network, known = zone_of(reseau.departement_id or ""), network_of(reseau), hypotheses()
    whole = Case(dwellings or USUAL_DWELLINGS, zone=zone, network=network)
    one = Simulation(Case(1, network=network), known)
    return Prices(one, Simulation(whole, known), bool(to_verify()))
