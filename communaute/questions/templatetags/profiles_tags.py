"""Thanks, shown by other rooms to whom they are due."""

from collections.abc import Iterable
from typing import Any

from django import template

from communaute.comptes.models import User

from ..profiles.reading import thanks_to

register = template.Library()


@register.simple_tag
def thanks_for(person: User) -> int:
    """How many people found an answer of this person useful, in one query."""
    return thanks_to(person.pk)


@register.simple_tag
def thanks_for_all(speakers: Iterable[Any]) -> int:
    """The same for all who speak for a building (each has `user_id`), in one query."""
    keys = [speaker.user_id for speaker in speakers]
    return thanks_to(*keys) if keys else 0
