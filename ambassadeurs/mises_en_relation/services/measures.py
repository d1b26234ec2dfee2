"""What moderation forbids somebody in private threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.moderation.sanctions.restrictions import why_not_message

from ..errors import MessagesSuspended

if TYPE_CHECKING:
    from communaute.comptes.models import User


def check_may_message(actor: User) -> None:
    """Raises MessagesSuspended while a measure forbids this person private messages; it says until
    when, and how to contest."""
    if reason := why_not_message(actor):
        raise MessagesSuspended(reason)
