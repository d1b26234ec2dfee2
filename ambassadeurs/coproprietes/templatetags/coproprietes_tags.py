"""What other rooms show of the connected copropriétés, in their templates."""

from django import template

from communaute.comptes.models import User

from ..households import left_to_nobody
from ..models import Ambassadeur, Copropriete

register = template.Library()


@register.simple_tag
def has_mandate(user: object) -> bool:
    """Whether this person has ever asked for a mandate (1 query)."""
    return Ambassadeur.objects.filter(user=user).exists()


@register.simple_tag
def buildings_left_to_nobody(user: User) -> list[Copropriete]:
    """The buildings that this person alone follows, erased with their account."""
    return left_to_nobody(user)
