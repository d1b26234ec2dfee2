"""Asking a person of the service to correct a datum, or to stop using it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils import timezone

from cms.pages.enums import Subject
from cms.pages.services import receive_message

from ..enums import Right

if TYPE_CHECKING:
    from datetime import datetime

    from cms.pages.models import ContactMessage
    from communaute.comptes.models import User


def ask_right(
    *, actor: User, right: Right, text: str, now: datetime | None = None
) -> ContactMessage:
    """Put the request in the queue of messages, where a person answers it by mail to the address of
    the account; the same, twice the same day, is one."""
    day = timezone.localdate(now)
    asked = f"{right.label} (demandé depuis le compte)\n\n{text}"
    return receive_message(
        key=sha256(f"{actor.pk}\n{day}\n{asked}".encode()).hexdigest(),
        name=actor.display_name,
        email=actor.email,
        subject=Subject.DATA,
        message=asked,
    )
