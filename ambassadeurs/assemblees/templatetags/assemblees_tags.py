"""Assemblies of a building, on pages of the rooms below."""

from django import template

from ambassadeurs.assemblees.reading import Assemblies, assemblies_of
from ambassadeurs.coproprietes.models import Copropriete

register = template.Library()


@register.simple_tag
def assemblies(copropriete: Copropriete) -> Assemblies:
    """The next one, the one to tell of, what was decided: `{% assemblies building as held %}`."""
    return assemblies_of(copropriete)
