"""How each side is called in front of the other: never a surname, an address or a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import MiseEnRelation

CLOSED_ACCOUNT = "Un ancien membre"


def asker_name(mise: MiseEnRelation) -> str:
    """The name the person chose to show."""
    return mise.requester.public_name if mise.requester else CLOSED_ACCOUNT


def recipient_name(mise: MiseEnRelation) -> str:
    """ "Monique, Résidence Les Tilleuls", or the name of the organisation."""
    if mise.ambassadeur is not None:
        return f"{mise.ambassadeur.first_name}, {mise.ambassadeur.copropriete.name}"
    if mise.organisation is not None:
        return mise.organisation.name
    return "Un ancien ambassadeur"
