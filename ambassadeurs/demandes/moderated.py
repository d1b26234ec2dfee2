"""What moderation sees of a private thread: the message reported and three on each side.

The message is as it was typed, since it is what is judged; those around are masked.
"""

from django.db.models import Q
from django.utils import timezone

from communaute.moderation.registry import ModeratedType
from communaute.notifications.services import withdraw

from .contact_details import readable_text
from .mails.still_true import group_key, request_key
from .models import Demande, Message, ReportedMessage
from .names import asker_name, recipient_name
from .numbers import NUMBERS


def _text(reported: ReportedMessage) -> str:
    return reported.message.body


def _neighbours(reported: ReportedMessage) -> str:
    """The messages around that both sides read, with who wrote each: by side, phones and e-mails
    masked."""
    message = reported.message
    demande = message.demande
    others = demande.messages.told().exclude(pk=message.pk)
    shown = NUMBERS.neighbours
    before = others.filter(pk__lt=message.pk).order_by("-pk").values("pk")[:shown]
    after = others.filter(pk__gt=message.pk).order_by("pk").values("pk")[:shown]
    around = list(others.filter(Q(pk__in=before) | Q(pk__in=after)).order_by("pk"))
    lines = [_line(one, demande) for one in around if one.pk < message.pk]
    lines.append(f"{_side(message, demande)} : [le message signalé]")
    lines += [_line(one, demande) for one in around if one.pk > message.pk]
    return "\n\n".join(lines)


def _side(message: Message, demande: object) -> str:
    return asker_name(demande) if message.from_requester else recipient_name(demande)  # type: ignore[arg-type]


def _line(message: Message, demande: Demande) -> str:
    return f"{_side(message, demande)} : {readable_text(message, demande, for_both=False)}"


def _status_changed(reported: ReportedMessage, old: str, new: str) -> None:
    hidden_at = timezone.now() if reported.hidden_for_id else None
    Message.objects.filter(pk=reported.message_id).update(
        hidden_at=hidden_at, hidden_for=reported.hidden_for_id
    )
    if hidden_at is not None:
        # Mails that quote it and have not left do not leave; the lines on the site quote nothing.
        withdraw(key=f"mer-message-{reported.message_id}", mails_only=True)
        demande = reported.message.demande
        if not demande.messages.filter(pk__lt=reported.message_id).exists():
            withdraw(key=request_key(demande), mails_only=True)
            if demande.batch is not None:
                withdraw(key=group_key(demande), mails_only=True)


def _parties(reported: ReportedMessage) -> frozenset[int]:
    """The two sides: whoever moderates never judges an exchange of theirs."""
    demande = reported.message.demande
    host = demande.ambassadeur.user_id if demande.ambassadeur else None
    return frozenset(one for one in (demande.requester_id, host) if one is not None)


MESSAGE = ModeratedType(
    key="message",
    model=ReportedMessage,
    label="Message privé",
    text=_text,
    on_change=_status_changed,
    context=_neighbours,
    context_title="Les messages d’avant et d’après",
    related=(
        *("message__demande__requester", "message__demande__organisation"),
        "message__demande__ambassadeur__copropriete",
    ),
    owners=_parties,
    hides_meanwhile=False,
    is_private=True,
)
