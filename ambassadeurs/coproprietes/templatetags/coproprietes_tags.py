"""What other rooms show of the connected copropriétés, in their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from ..models import Ambassadeur
from ..retours import figures, neighbours

if TYPE_CHECKING:
    from ambassadeurs.reseaux.models import Reseau

register = template.Library()


@register.simple_tag
def network_told(reseau: Reseau) -> figures.NetworkTold:
    """What the published sheets of a network tell together, from five copropriétés up (1 query)."""
    return figures.network_told(reseau)


@register.simple_tag
def neighbour_costs(reseau: Reseau | None) -> neighbours.NeighbourCosts | None:
    """What heating costs in the copropriétés of a network, from five up (1 query); else None."""
    return neighbours.costs_of(reseau) if reseau else None


@register.simple_tag
def has_mandate(user: object) -> bool:
    """Whether this person has ever asked for a mandate (1 query)."""
    return Ambassadeur.objects.filter(user=user).exists()
