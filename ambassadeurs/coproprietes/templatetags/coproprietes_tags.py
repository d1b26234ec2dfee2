"""What other rooms show of the connected copropriétés, in their templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import template

from socle.sharing.prepared import rows_kept

from ..models import Ambassadeur, Copropriete
from ..retours import figures, neighbours

if TYPE_CHECKING:
    from ambassadeurs.reseaux.models import Reseau

register = template.Library()


@register.simple_tag
def network_ambassadors(reseau: Reseau, limit: int = 6) -> list[Copropriete]:
    """Public copropriétés of one network, the most recently connected first (2 queries)."""
    return ambassadors_of([reseau], limit)


@register.simple_tag
def ambassadors_of(reseaux: Sequence[Reseau], limit: int = 6) -> list[Copropriete]:
    """The same, of several networks together; no query when there is no network."""
    found = Copropriete.objects.with_public_ambassadors().filter(reseau__in=reseaux)
    return rows_kept(found.for_list().order_by("-connected_year", "name", "pk")[:limit])


@register.simple_tag
def network_medians(reseau: Reseau) -> list[figures.NetworkMedian]:
    """Medians of the published figures of a network, from five copropriétés up (1 query)."""
    return figures.network_medians(reseau)


@register.simple_tag
def network_choice(reseau: Reseau) -> figures.NetworkChoice | None:
    """Whether the copropriétés of a network would do it again, from five up (1 query)."""
    return figures.network_choice(reseau)


@register.simple_tag
def neighbour_costs(reseau: Reseau | None) -> neighbours.NeighbourCosts | None:
    """What heating costs in the copropriétés of a network, from five up (1 query); else None."""
    return neighbours.costs_of(reseau) if reseau else None


@register.simple_tag
def has_mandate(user: object) -> bool:
    """Whether this person has ever asked for a mandate (1 query)."""
    return Ambassadeur.objects.filter(user=user).exists()
