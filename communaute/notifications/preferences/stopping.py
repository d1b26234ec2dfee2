"""Stopping one kind of mail from the mail itself, without signing in: a signed address.

RFC 8058: the mail server of the person posts to the address of `List-Unsubscribe`; a person opens
it, reads what it does, and presses a button.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse

from communaute.comptes.models import User

from ..catalogue import Channel, Kind, kind_of
from ..channels import Ways, ways_for
from ..models import Mail
from ..numbers import NUMBERS
from .services import keep

_STOP = signing.TimestampSigner(salt="notifications.stop")
_UNDO = signing.TimestampSigner(salt="notifications.undo")
_SEPARATOR = "~"


@dataclass(frozen=True)
class Target:
    """Whose mails of which kind an address is about; `mail` is what undoing gives back."""

    person: User
    kind: Kind
    mail: Channel | None = None


def stop_path(mail: Mail) -> str:
    """The path that stops mails of this kind for this person; "" for what always leaves."""
    if mail.user is None or not kind_of(mail.kind).may_be_off:
        return ""
    return reverse(
        "notifications:stop", args=[_STOP.sign(f"{mail.user_id}{_SEPARATOR}{mail.kind}")]
    )


def undo_token(target: Target, before: Channel) -> str:
    """What gives back the channel there was before stopping."""
    return _UNDO.sign(_SEPARATOR.join([str(target.person.pk), target.kind.key, before.value]))


def read_stop(token: str) -> Target | None:
    """Whose kind this address stops; None when it is too old, changed, or of a closed account."""
    return _read(_STOP, token, parts=2)


def read_undo(token: str) -> Target | None:
    """Whose kind, and how it comes back; None as for `read_stop`."""
    return _read(_UNDO, token, parts=3)


def _read(signer: signing.TimestampSigner, token: str, *, parts: int) -> Target | None:
    try:
        value = signer.unsign(token, max_age=timedelta(days=NUMBERS.stop_days))
    except signing.BadSignature:
        return None
    pk, key, *mail = value.split(_SEPARATOR)
    try:
        kind = kind_of(key)
    except LookupError:
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is None or not kind.may_be_off or len(mail) != parts - 2:
        return None
    return Target(person, kind, Channel(mail[0]) if mail else None)


@transaction.atomic
def stop(*, target: Target) -> Channel:
    """Send this person no more mails of this kind; what the site shows stays.

    Returns the channel there was before, which `resume` gives back. Again changes nothing.
    """
    before = ways_for(target.kind, target.person)
    keep(target.person, target.kind, Ways(before.site, Channel.NONE))
    return before.mail


@transaction.atomic
def resume(*, target: Target) -> None:
    """Send this kind as before it was stopped; again changes nothing."""
    if target.mail is not None:
        before = ways_for(target.kind, target.person)
        keep(target.person, target.kind, Ways(before.site, target.mail))
