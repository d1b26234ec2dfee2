"""What other rooms show of the directory, in their templates."""

from __future__ import annotations

from django import template

from ambassadeurs.coproprietes.models import Copropriete

from ..selection import featured

register = template.Library()


@register.simple_tag
def featured_ambassadors(limit: int = 3) -> list[Copropriete]:
    """Copropriétés to show first: with figures and a quote, of different networks (2 queries)."""
    return featured(limit=limit)
