"""Find the demande of an address, or say what became of it to who was writing about it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from ..errors import NotAllowed
from ..models import Demande
from ..querysets import DemandeQuerySet

WITHDRAWN = (
    "La personne a retiré sa demande, ou fermé son compte : rien n’est parti, et vous ne pouvez "
    "plus lire cette demande."
)


def find(request: HttpRequest, rows: DemandeQuerySet, public_id: UUID) -> Demande:
    """One of these (404). What is sent about one that an operator read, and that was withdrawn
    since, is NotAllowed: the page of a refusal gives back what was typed."""
    found = rows.filter(public_id=public_id).first()
    if found is not None:
        return found
    withdrawn = Demande.objects.withdrawn_from(request.user).filter(public_id=public_id)
    if request.method == "POST" and withdrawn.exists():
        raise NotAllowed(WITHDRAWN)
    raise Http404
