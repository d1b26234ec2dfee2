"""What the account says of the requests of a person."""

from django import template

from ..models import MiseEnRelation

register = template.Library()


@register.simple_tag
def requests_to_answer(user: object) -> int:
    """How many wait for an answer of this person, or of a colleague (1 query)."""
    return MiseEnRelation.objects.as_party(user).exclude(requester=user).waiting().count()
