"""What a building has to do now, on its page, which is of a room below."""

from django import template

from ambassadeurs.assemblees.next_thing import Now, now_of
from ambassadeurs.coproprietes.models import Copropriete

register = template.Library()


@register.simple_tag
def building_now(copropriete: Copropriete, user: object) -> Now:
    """What is open, awaited and next: `{% building_now building user as now %}`."""
    return now_of(copropriete, user)
