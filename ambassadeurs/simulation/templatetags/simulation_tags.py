"""The price, wherever people decide: `{% prices_of reseau as prices %}`."""

from django import template
from django.template import RequestContext

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.reseaux.address_test.eligibility import Proximity, proximity_of
from ambassadeurs.reseaux.models import Reseau
from socle.public_pages import cached_for_community

from ..calibration import network_of, paid_on
from ..cases import Case
from ..engine import Simulation
from ..hypotheses import hypotheses, to_verify
from ..investment import zone_of
from ..presentation import Prices

register = template.Library()
# Of the works, where the size of the building is not known.
USUAL_DWELLINGS = 50


@register.simple_tag
def is_far(reseau: Reseau, distance: int | None) -> bool:
    """Whether this network is known to pass further than it connects: the mean cost of the works,
    of a short branch, says nothing there."""
    return distance is not None and proximity_of(reseau, distance) == Proximity.LOIN


@register.simple_tag(takes_context=True)
def prices_of(context: RequestContext, reseau: Reseau, dwellings: int | None = None) -> Prices:
    """A dwelling's bill on this network, and the works of a building of that size; the same for
    every reader."""

    def made() -> Prices:
        zone = zone_of(reseau.departement_id or "")
        network, known = network_of(reseau), hypotheses()
        whole = Case(dwellings or USUAL_DWELLINGS, zone=zone, network=network)
        one = Simulation(Case(1, network=network), known)
        return Prices(one, Simulation(whole, known), bool(to_verify()))

    return cached_for_community(context.request, f"prices:{reseau.pk}:{dwellings}", made)


@register.simple_tag(takes_context=True)
def paid_where_connected(context: RequestContext, reseau: Reseau) -> list[Copropriete]:
    """What connected copropriétés tell that they paid before and pay now; the same for every
    reader."""
    return cached_for_community(context.request, f"paid:{reseau.pk}", lambda: paid_on(reseau))
