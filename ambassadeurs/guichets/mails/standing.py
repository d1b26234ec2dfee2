"""Whether what was told of a demande at a desk is still so, asked as a mail leaves (`kinds.py`).

A mail planned before a key of its context was kept stays true.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from ambassadeurs.demandes.models import Demande

if TYPE_CHECKING:
    from ambassadeurs.demandes.querysets import DemandeQuerySet
    from communaute.comptes.models import User


def _rows(context: Mapping[str, Any]) -> DemandeQuerySet:
    return Demande.objects.filter(pk__in=context.get("demandes", ()))


def is_still_the_day(context: Mapping[str, Any]) -> bool:
    """The day to come back is the one chosen: an answer, or the end of the exchange, takes it
    away."""
    return "demandes" not in context or _rows(context).filter(follow_up_on=context["day"]).exists()


def is_still_there(context: Mapping[str, Any]) -> bool:
    """The project stands where it was told to."""
    return (
        "demandes" not in context or _rows(context).filter(desk_status=context["status"]).exists()
    )


def is_in_hand(person: User, context: Mapping[str, Any]) -> bool:
    """This person has it in hand, and reads it."""
    theirs = _rows(context).as_party(person).filter(assigned_to=person)
    return "demandes" not in context or theirs.exists()


def may_be_theirs(person: User, context: Mapping[str, Any]) -> bool:
    """The same, or nobody has it in hand."""
    free = Q(assigned_to=person) | Q(assigned_to=None)
    return "demandes" not in context or _rows(context).as_party(person).filter(free).exists()
