"""What is told of a registration, to an account or to an address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.urls import reverse

from cms.pages.models import EventPage
from communaute.notifications.services import tell

from ..numbers import EVENT_NUMBERS
from .enums import State
from .models import Registration

# Without a moment: the row says until when.
SIGNER = signing.Signer(salt="events.registration")


def path_of(row: Registration) -> str:
    """The page of a registration, that its link alone opens."""
    return reverse("events:registration", args=[token_of(row)])


def token_of(row: Registration) -> str:
    return SIGNER.sign(str(row.key))


def key_of(kind: str, row: Registration) -> str:
    return f"rendez-vous-{kind}-{row.key}"


def confirm_key(row: Registration) -> str:
    """Of the last link asked for: an earlier one is withdrawn under its own."""
    return f"{key_of('confirm', row)}-{row.asked_at.isoformat()}"


def confirm(row: Registration) -> None:
    until = min(row.asked_at + timedelta(hours=EVENT_NUMBERS.confirm_hours), row.told_starts_at)
    _tell("confirm", row, confirm_key(row), until=until, expires_at=until)


def already(row: Registration, now: datetime) -> None:
    is_waiting = row.state == State.WAITING
    _tell("already", row, f"{key_of('already', row)}-{now:%Y%m%d%H}", is_waiting=is_waiting)


def joined(row: Registration) -> None:
    kind = "waiting" if row.state == State.WAITING else "registered"
    _tell(kind, row, key_of("joined", row))


def promoted(row: Registration) -> None:
    _tell("promoted", row, key_of("promoted", row))


def reminder(row: Registration) -> None:
    key = f"{key_of('reminder', row)}-{row.told_starts_at.isoformat()}"
    _tell("reminder", row, key, expires_at=row.told_ends_at)


def changed(row: Registration, event: EventPage, was: datetime, now: datetime) -> None:
    key = f"{key_of('changed', row)}-{now.isoformat()}"
    _tell("changed", row, key, was=was, moved=was != row.told_starts_at)


def restored(row: Registration, event: EventPage, was: datetime, now: datetime) -> None:
    _tell("restored", row, f"{key_of('restored', row)}-{now.isoformat()}")


def cancelled(row: Registration, event: EventPage | None, now: datetime) -> None:
    note = event.cancellation_note if event is not None and event.is_cancelled else ""
    _tell("cancelled", row, f"{key_of('cancelled', row)}-{now.isoformat()}", note=note)


def _tell(
    kind: str, row: Registration, key: str, expires_at: datetime | None = None, **context: Any
) -> None:
    tell(
        f"events.{kind}",
        to=row.user or row.email,
        key=key,
        url=path_of(row),
        thread=f"rendez-vous-{row.key}",
        expires_at=expires_at,
        context={
            "registration": row.pk,
            "title": row.told_title,
            "starts_at": row.told_starts_at,
            "ends_at": row.told_ends_at,
            "place": row.told_place,
            # For who has a place only: an address that is not confirmed may be somebody else's.
            "online_url": row.told_online_url if row.state == State.CONFIRMED else "",
            "is_online": bool(row.told_online_url),
            "is_waiting": row.state == State.WAITING,
            "calendar": reverse("events:calendar", args=[token_of(row)]),
        }
        | context,
    )
