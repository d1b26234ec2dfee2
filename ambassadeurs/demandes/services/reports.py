"""Reporting one message of a private thread to moderation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from communaute.comptes.services import hold_accounts
from communaute.moderation.registry import by_key
from communaute.moderation.services import report
from socle.hooks import call_hooks

from .. import announcements
from ..enums import ClosedBecause, Kind
from ..errors import NotAllowed
from ..models import Block, Demande, Message, ReportedMessage
from ..perms import can_block, is_party, is_requester, other_person
from .demandes import end

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from communaute.moderation.models import Notice


def as_reported(message: Message) -> ReportedMessage:
    """What moderation gets of this message; not stored.

    Threads with an operator or an agency go to the national team: an agency neither judges itself
    nor those it works with.
    """
    demande = message.demande
    local = demande.kind == Kind.AMBASSADEUR
    return ReportedMessage(
        message=message,
        author=message.author,
        commune=demande.commune if local else None,
        departement=demande.departement if local else None,
        created_at=message.sent_at,
    )


@transaction.atomic
def report_message(
    *, actor: User, message: Message, category: str, explanation: str, legal_ref: str = ""
) -> Notice:
    """Show one message, and its neighbours, to moderation; the same person again: no change.

    Raises NotAllowed for a message of a thread one takes no part in, or one's own.
    """
    if not is_party(actor, message.demande) or message.author_id == actor.pk:
        reason = "Ce message ne peut pas être signalé."
        raise NotAllowed(reason)
    kind = by_key("message")
    assert kind is not None  # noqa: S101 -- registered at start
    reported = ReportedMessage.objects.select_for_update().filter(message=message).first()
    if reported is None:
        reported = as_reported(message)
        reported.save()
    notice, _ = report(
        actor=actor,
        kind=kind,
        content=reported,
        category=category,
        explanation=explanation,
        legal_ref=legal_ref,
    )
    return notice


# Blocking somebody of one's private threads, and taking it back.
#
# Threads with an operator or an agency are not concerned: several people write there in turn, and
# the person who asks ends them.


@transaction.atomic
def block(*, actor: User, demande: Demande) -> Block:
    """Receive nothing more from the other person of this thread; again: no change.

    Their open exchanges end, and so do places of one at a visit of the other; the other is told so
    as of any that ends: nothing says who blocked whom. Reporting stays possible on both sides.
    Raises NotAllowed outside a thread of one's own with a person.
    """
    hold_accounts(actor.pk, other_person(actor, demande))
    demande = Demande.objects.for_list().get(pk=demande.pk)
    other = other_person(actor, demande)
    if other is None or not can_block(actor, demande):
        message = "Vous ne pouvez bloquer que la personne avec qui vous échangez."
        raise NotAllowed(message)
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
        announcements.announce_closed(one, by_requester=asked)
    return found


@transaction.atomic
def unblock(*, actor: User, found: Block) -> None:
    """Receive again; what was closed stays so until somebody opens it. Again: no change.

    Raises NotAllowed for what somebody else decided.
    """
    if found.blocker_id != actor.pk:
        message = "Ce blocage n’est pas le vôtre."
        raise NotAllowed(message)
    Block.objects.filter(pk=found.pk).delete()
