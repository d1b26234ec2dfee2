"""Blocking somebody of one's private threads, and taking it back.

Threads with an operator or an agency are not concerned: several people write there in turn, and
the person who asks ends them.
"""

from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts
from socle.hooks import call_hooks

from ..enums import ClosedBecause
from ..errors import NotAllowed
from ..mails import notify
from ..models import Block, Demande
from ..perms import can_block, is_requester, other_person
from .demandes import end


@transaction.atomic
def block(*, actor: User, demande: Demande) -> Block:
    """Receive nothing more from the other person of this thread; again: no change.

    Their open exchanges end, and so do places of one at a visit of the other; the other is told so
    as of any that ends: nothing says who blocked whom. Reporting stays possible on both sides.
    Raises NotAllowed outside a thread of one's own with a person.
    """
    lock_accounts(actor.pk, other_person(actor, demande))
    demande = Demande.objects.for_list().get(pk=demande.pk)
    other = other_person(actor, demande)
    if other is None or not can_block(actor, demande):
        raise NotAllowed("Vous ne pouvez bloquer que la personne avec qui vous échangez.")
    now = timezone.now()
    found, _ = Block.objects.get_or_create(
        blocker=actor, blocked_id=other, defaults={"demande": demande, "at": now}
    )
    pair = Demande.objects.between(actor.pk, other)
    list(pair.open().select_for_update().order_by("pk").values_list("pk", flat=True))
    call_hooks("demandes.blocked", actor, other, now)
    for one in pair.open().for_list().order_by("pk"):
        asked = is_requester(actor, one)
        end(one, now, because=ClosedBecause.REQUESTER if asked else ClosedBecause.RECIPIENT)
        one.save()
        notify.announce_closed(one, by_requester=asked)
    return found


@transaction.atomic
def unblock(*, actor: User, found: Block) -> None:
    """Receive again; what was closed stays so until somebody opens it. Again: no change.

    Raises NotAllowed for what somebody else decided.
    """
    if found.blocker_id != actor.pk:
        raise NotAllowed("Ce blocage n’est pas le vôtre.")
    Block.objects.filter(pk=found.pk).delete()
