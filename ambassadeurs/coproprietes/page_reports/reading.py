"""Who reads the page of a copropriété: everybody; once hidden, its author and who moderates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from ambassadeurs.coproprietes.models import Copropriete

from ..models import Fiche

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet


def pages_for(user: object) -> CoproprieteQuerySet:
    """Copropriétés whose page this person may read, with what is moderated of it."""
    readable = Fiche.objects.visible_to(user).values("copropriete")
    found = Copropriete.objects.spoken_for()
    return found.filter(Q(page_hidden_at=None) | Q(pk__in=readable)).select_related("fiche")
