"""By which way, and when, a kind reaches a person."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_default_timezone

from .catalogue import Channel, Kind
from .numbers import NUMBERS

if TYPE_CHECKING:
    from communaute.comptes.models import User


def channel_for(kind: Kind, person: User | None) -> Channel:
    """The channel of a kind for a person (None: an address without account): that of the kind."""
    return kind.channel


def leaves_at(kind: Kind, person: User | None, now: datetime) -> datetime | None:
    """When the mail of a kind should leave; None when there is none."""
    channel = channel_for(kind, person)
    if channel is Channel.NONE:
        return None
    return next_morning(now) if channel is Channel.DAILY else now


def next_morning(now: datetime) -> datetime:
    """The next hour of the daily mails, in Paris."""
    here = now.astimezone(get_default_timezone())
    at = time(NUMBERS.daily_hour)
    day = here.date() if here.time() < at else here.date() + timedelta(days=1)
    return datetime.combine(day, at, get_default_timezone())
