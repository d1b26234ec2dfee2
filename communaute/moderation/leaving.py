"""An account closes: what moderation keeps no longer holds its address."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .models import Notice

if TYPE_CHECKING:
    from communaute.comptes.models import User


def forget_address(person: User, now: datetime) -> None:
    """Of reports sent without signing in, the address left to be answered at."""
    Notice.objects.filter(reporter_email__iexact=person.email).update(reporter_email="")
