"""What other rooms show of the connected copropriétés, in their templates."""

from django import template

from ..models import Ambassadeur

register = template.Library()


@register.simple_tag
def has_mandate(user: object) -> bool:
    """Whether this person has ever asked for a mandate (1 query)."""
    return Ambassadeur.objects.filter(user=user).exists()
