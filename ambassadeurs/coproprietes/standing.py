"""Whether what was told of a mandate, of a retour d’expérience or of a connection is still so,
asked as a mail leaves (`kinds.py`).

A mail planned before a key of its context was kept stays true.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .models import Ambassadeur, Copropriete, JoinRequest, RetourExperience

if TYPE_CHECKING:
    from communaute.comptes.models import User

type Context = Mapping[str, Any]


def mandate_waits(context: Context) -> bool:
    """The application, or the renewal, has no answer yet."""
    rows = Ambassadeur.objects.to_decide()
    return "mandate" not in context or rows.filter(pk=context["mandate"]).exists()


def may_verify(person: User, context: Context) -> bool:
    """The person may still answer it."""
    rows = Ambassadeur.objects.decidable_by(person)
    return "mandate" not in context or rows.filter(pk=context["mandate"]).exists()


def mandate_runs(context: Context) -> bool:
    rows = Ambassadeur.objects.public()
    return "mandate" not in context or rows.filter(pk=context["mandate"]).exists()


def mandate_is_over(context: Context) -> bool:
    return "mandate" not in context or not mandate_runs(context)


def mandate_will_end(context: Context) -> bool:
    """It runs to the end that was told, and its renewal is not asked."""
    rows = Ambassadeur.objects.public().filter(renewal_asked_at=None)
    if "mandate" not in context:
        return True
    return rows.filter(pk=context["mandate"], expires_at=context["ends"]).exists()


def join_request_waits(context: Context) -> bool:
    """No member answered it, and the person still asks."""
    return JoinRequest.objects.filter(pk=context["join_request"]).exists()


def may_welcome(person: User, context: Context) -> bool:
    """The person may still answer it."""
    mine = Copropriete.objects.of_member(person)
    rows = JoinRequest.objects.filter(pk=context["join_request"], copropriete__in=mine)
    return rows.exists()


def retour_waits(context: Context) -> bool:
    """The sheet, or its changes, is to read: nobody published it, sent it back or took it back."""
    rows = RetourExperience.objects.to_review()
    return "retour" not in context or rows.filter(pk=context["retour"]).exists()


def may_review(person: User, context: Context) -> bool:
    """The person may still read it again."""
    rows = RetourExperience.objects.reviewable_by(person)
    return "retour" not in context or rows.filter(pk=context["retour"]).exists()


def retour_is_online(context: Context) -> bool:
    rows = RetourExperience.objects.published()
    return "retour" not in context or rows.filter(pk=context["retour"]).exists()


def retour_is_returned(context: Context) -> bool:
    """It is to complete, with the note that was told: neither proposed again nor given up."""
    if "retour" not in context:
        return True
    rows = RetourExperience.objects.filter(review_note=context["note"])
    return rows.filter(pk=context["retour"]).exists()


def takes_part(person: User, context: Context) -> bool:
    """Still of the building."""
    return Copropriete.objects.of_member(person).filter(pk=context["copropriete"]).exists()


def is_concerned(person: User, context: Context) -> bool:
    """Who is led to the page of the project still takes part in it."""
    return "copropriete" not in context or not context.get("project") or takes_part(person, context)


def is_connected(context: Context) -> bool:
    rows = Copropriete.objects.connected()
    return "copropriete" not in context or rows.filter(pk=context["copropriete"]).exists()
