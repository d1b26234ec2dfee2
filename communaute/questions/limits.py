"""What every text of this room goes through before it is stored."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from django.utils import timezone

from communaute.comptes.models import User

from .errors import InvalidText, TooSoon
from .fields import NO_WORDS
from .text import has_words

if TYPE_CHECKING:
    from .models import Answer, Comment, Question


def lock(actor: User) -> None:
    """Hold the person's row: two of their clicks at once come one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)


def check_length(what: str, text: str, minimum: int, maximum: int) -> None:
    """Raises InvalidText for a text too short, too long, or that says nothing; `what` begins the
    sentence."""
    if len(text) < minimum:
        message = f"{what} est trop court : écrivez au moins {minimum} caractères."
        raise InvalidText(message)
    if len(text) > maximum:
        message = f"{what} est trop long : {maximum} caractères au plus."
        raise InvalidText(message)
    if not has_words(text):
        raise InvalidText(NO_WORDS)


def check_gap(
    model: type[Question] | type[Answer] | type[Comment], actor: User, seconds: int
) -> None:
    """Raises TooSoon when this person wrote such a text less than `seconds` ago."""
    last = (
        model.objects.filter(author=actor)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    if last is None:
        return
    left = timedelta(seconds=seconds) - (timezone.now() - last)
    if left > timedelta(0):
        raise TooSoon(ceil(left.total_seconds()))
