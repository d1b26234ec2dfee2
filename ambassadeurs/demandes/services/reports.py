"""Reporting one message of a private thread to moderation."""

from django.db import transaction

from communaute.comptes.models import User
from communaute.moderation.models import Notice
from communaute.moderation.registry import by_key
from communaute.moderation.services import report

from ..enums import Kind
from ..errors import NotAllowed
from ..models import Message, ReportedMessage
from ..perms import is_party


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
        raise NotAllowed("Ce message ne peut pas être signalé.")
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
