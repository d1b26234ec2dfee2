"""The ambassadors that the page of a space of questions shows."""

from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Space
from communaute.questions.spaces.people import Person

from .ordering import of_copropriete


def ambassadors_of_space(space: Space, limit: int) -> list[Person]:
    """Public ambassadors of the network of a space, or of its département; one query."""
    rows = Ambassadeur.objects.public().of_public_pages()
    if space.kind == SpaceKind.NETWORK:
        rows = rows.filter(copropriete__reseau__space=space)
    else:
        rows = rows.filter(copropriete__commune__departement=space.departement_id)
    shown = rows.select_related("copropriete").order_by(*of_copropriete("copropriete"), "pk")[
        :limit
    ]
    return [
        # The first name alone: a mandate promises no more.
        Person(one.first_name, one.copropriete.name, one.copropriete.get_absolute_url())
        for one in shown
    ]
