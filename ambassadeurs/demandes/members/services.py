"""Who, of the people of a building, reads a request of one of them, and is told of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..errors import NotAllowed
from ..models import Demande, Follower
from ..perms import is_member, is_requester

if TYPE_CHECKING:
    from communaute.comptes.models import User


@transaction.atomic
def share_with_members(*, actor: User, demande: Demande, is_shared: bool) -> Demande:
    """Let the others of the building read the thread, or no longer, by who wrote it. Again changes
    nothing. Raises NotAllowed."""
    row = Demande.objects.select_for_update().get(pk=demande.pk)
    if not is_requester(actor, row) or row.organisation_id is None:
        message = "Seule la personne qui a fait la demande l’ouvre aux autres membres."
        raise NotAllowed(message)
    if is_shared != (row.shared_with_members_at is not None):
        row.shared_with_members_at = timezone.now() if is_shared else None
        row.save(update_fields=["shared_with_members_at"])
    return row


def forget_followed(actor: User, copropriete: int) -> None:
    """Who leaves a building (pk) follows its requests no more."""
    Follower.objects.filter(demande__copropriete=copropriete, user=actor).delete()


@transaction.atomic
def follow(*, actor: User, demande: Demande, is_followed: bool) -> None:
    """Join a request that another member of the building made, or leave it. Again changes nothing.
    Raises NotAllowed."""
    row = Demande.objects.select_for_update().get(pk=demande.pk)
    if not is_followed:
        Follower.objects.filter(demande=row, user=actor).delete()
        return
    if not is_member(actor, row):
        message = "Cette demande n’est pas celle de votre copropriété."
        raise NotAllowed(message)
    Follower.objects.get_or_create(demande=row, user=actor)
