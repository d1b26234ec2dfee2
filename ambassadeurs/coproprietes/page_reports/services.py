"""Opening the page of a building to reports, from its first ambassador on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models import Fiche

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Ambassadeur


def open_fiche(mandate: Ambassadeur) -> None:
    """Called in the transaction that makes a mandate public. A page without author, whose account
    closed, becomes that of who speaks now; else again changes nothing."""
    building = mandate.copropriete
    fiche, is_new = Fiche.objects.get_or_create(
        copropriete=building,
        defaults={
            "author_id": mandate.user_id,
            "commune": building.commune,
            "departement": building.commune.departement,
        },
    )
    if not is_new and fiche.author_id is None:
        Fiche.objects.filter(pk=fiche.pk).update(author=mandate.user_id)
