"""Where a demande is read at the desk of whoever received it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from ambassadeurs.demandes.enums import Kind

if TYPE_CHECKING:
    from ambassadeurs.demandes.models import Demande


def desk_url(demande: Demande) -> str:
    if demande.kind == Kind.EXPLOITANT:
        return reverse("guichets:demande", args=[demande.public_id])
    if demande.kind == Kind.AGENCE:
        return reverse("guichets:agency_demande", args=[demande.public_id])
    return demande.get_absolute_url()


def desk_list_url(demande: Demande) -> str:
    """The desk itself."""
    is_operator = demande.kind == Kind.EXPLOITANT
    return reverse("guichets:operator_desk" if is_operator else "guichets:agency_desk")
