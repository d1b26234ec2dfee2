"""Writing to the service, and answering."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..enums import MessageState
from ..errors import AlreadyHandled, AnswerGone
from ..models import ContactMessage
from .leaving import keep, send


@transaction.atomic
def receive_message(
    *, key: str, name: str, email: str, subject: str, message: str
) -> ContactMessage:
    """Put what somebody without an account wrote in the queue; the same `key` twice is one."""
    kept, _ = ContactMessage.objects.get_or_create(
        key=key, defaults={"name": name, "email": email, "subject": subject, "message": message}
    )
    return kept


@transaction.atomic
def answer_message(*, actor: Any, pk: int, answer: str) -> ContactMessage:
    """Answer by mail, which leaves after some minutes. Raises AlreadyHandled,
    ContactMessage.DoesNotExist."""
    message = _waiting(pk)
    message.answer = answer
    _handled(message, MessageState.ANSWERED, actor)
    send(message)
    return message


@transaction.atomic
def take_answer_back(*, actor: Any, pk: int) -> str:
    """Take back the answer one has just written: it does not leave, the message waits again.
    Returns its words. Raises AnswerGone, also for somebody else's."""
    message = ContactMessage.objects.select_for_update().get(pk=pk)
    if not can_take_back(actor, message):
        raise AnswerGone
    keep(message)
    answer, message.answer = message.answer, ""
    message.state, message.handled_by, message.handled_at = MessageState.NEW, None, None
    message.save(update_fields=["state", "answer", "handled_by", "handled_at"])
    return answer


def can_take_back(user: Any, message: ContactMessage) -> bool:
    """Who wrote the answer may, until it leaves."""
    leaves_at = message.answer_leaves_at
    return leaves_at is not None and message.handled_by_id == user.pk and timezone.now() < leaves_at


@transaction.atomic
def close_message(*, actor: Any, pk: int) -> ContactMessage:
    """Put aside what asks for no answer. Raises AlreadyHandled, ContactMessage.DoesNotExist."""
    message = _waiting(pk)
    _handled(message, MessageState.CLOSED, actor)
    return message


def _waiting(pk: int) -> ContactMessage:
    message = ContactMessage.objects.select_for_update().get(pk=pk)
    if message.state != MessageState.NEW:
        raise AlreadyHandled
    return message


def _handled(message: ContactMessage, state: MessageState, actor: Any) -> None:
    message.state = state
    message.handled_by = actor
    message.handled_at = timezone.now()
    message.save(update_fields=["state", "answer", "handled_by", "handled_at"])


@transaction.atomic
def erase_message(*, pk: int, now: datetime) -> bool:
    """Erase a message and its answer; False when it is not due, or was erased meanwhile."""
    due = ContactMessage.objects.to_erase(now).select_for_update().filter(pk=pk)
    return bool(due.delete()[0])
