"""What other rooms show of the directory, in their templates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.reseaux.models import Reseau
from cms.models import GuidePage
from socle.public_pages import cached_for_site

from ..selection import NetworkPeople, at_address, beside, featured

register = template.Library()


@register.simple_tag(takes_context=True)
def featured_ambassadors(context: template.Context, limit: int = 3) -> list[Copropriete]:
    """Copropriétés to show first, as `featured` chooses them (2 queries; 3 when none tells)."""
    key = f"annuaire:featured-1:{limit}"
    return cached_for_site(context.get("request"), key, lambda: featured(limit=limit))


@register.simple_tag(takes_context=True)
def ambassadors_beside(
    context: template.Context, guide: GuidePage, limit: int = 3
) -> list[Copropriete]:
    """Copropriétés whose experience speaks of the subject of a guide, else the featured ones."""
    key = f"annuaire:beside-1:{limit}:{guide.beside_key}"
    return cached_for_site(context.get("request"), key, lambda: beside(guide, limit=limit))


@register.filter
def next_visit(copropriete: Any) -> datetime | None:
    """When the next visit of a copropriété read `as_cards` starts; no query."""
    dates = (one.next_visit_at for one in copropriete.public_ambassadors)
    return min(filter(None, dates), default=None)


@register.simple_tag(takes_context=True)
def people_of_network(context: template.Context, reseau: Reseau, limit: int = 6) -> NetworkPeople:
    """The public copropriétés of one network: `limit` of them as cards (3 queries), and what they
    tell together (1 query)."""
    return NetworkPeople([reseau], limit, context.get("request"))


@register.simple_tag(takes_context=True)
def people_of_networks(
    context: template.Context, reseaux: Sequence[Reseau], limit: int = 6
) -> NetworkPeople:
    """The same, of several networks together; no query when there is no network."""
    return NetworkPeople(reseaux, limit, context.get("request"))


@register.simple_tag
def ambassador_at(address: str) -> Copropriete | None:
    """The copropriété at an address that editors copied, while everybody may write to it; one
    query, none without an address."""
    return at_address(address)
