from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Space
from socle.public_pages import touch_public_pages

from .finding import index_found
from .perms import can_describe

if TYPE_CHECKING:
    from communaute.comptes.models import User


@transaction.atomic
def describe_space(*, actor: User, space: Space, description: str) -> Space:
    """Say what a space is for; an empty text gives the usual sentence back.

    Raises QuestionNotAllowed for somebody else than the agency, an editor or the national team.
    """
    if not can_describe(actor, space):
        message = "Seules l’agence du territoire et l’équipe du site décrivent un espace."
        raise QuestionNotAllowed(message)
    Space.objects.filter(pk=space.pk).update(description=description)
    space.description = description
    index_found([space.pk])
    touch_public_pages()
    return space
