"""The days given to protect an account: once, when its first role begins."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from socle.hooks import call_hooks

from .asking import end_of_grace, is_protected, must_protect

if TYPE_CHECKING:
    from ..models import User


def start_grace(*, user: User, now: datetime) -> datetime | None:
    """Give this person time to protect their account, and tell them, when a role of theirs asks
    for it. Once: neither another role nor leaving and coming back gives time again. Returns until
    when, the first time only. To call in a transaction.
    """
    if user.second_factor_due or not must_protect(user) or is_protected(user):
        return None
    until = end_of_grace(now)
    # Two roles, or two sign-ins, at once: the first one counts, and tells.
    first = get_user_model().objects.filter(pk=user.pk, second_factor_due=None)
    if not first.update(second_factor_due=until):
        return None
    user.second_factor_due = until
    call_hooks("comptes.grace_begun", user, until)
    return until
