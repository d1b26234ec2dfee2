"""Mails of ours that came back: an address that refuses too often gets none any more.

Two points for an address that does not exist, one for a full mailbox or any other refusal; four
stop it, thirty days without any erase them (`NUMBERS`). Only codes to sign in still leave.
"""

import hashlib
import re
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from communaute.comptes.models import User

from ..enums import ReceivedState
from ..models import BouncingAddress, Mail, Notification, Received
from ..numbers import NUMBERS

_STATUS = re.compile(r"\b([45])\.(\d{1,3})\.(\d{1,3})\b")
# RFC 3463: no such address (1), mailbox disabled (2.1), no such host (4.4 with 1.2).
_GONE = re.compile(r"5\.1\.|5\.2\.1\b|5\.4\.4\b")


def is_hard(said: str) -> bool:
    """Whether a refusal (`550 5.1.1 …`) says that the address is gone: neither full nor busy, nor
    that what we send is not wanted."""
    if found := _STATUS.search(said):
        return bool(_GONE.match(found[0]))
    return bool(re.match(r"\s*55[013]\b", said))


@transaction.atomic
def note_bounce(*, mail: Mail, hard: bool) -> bool:
    """Count a mail that came back, once each; whether it counted."""
    _, is_new = Received.objects.get_or_create(
        fingerprint=f"bounce-{mail.pk}",
        defaults={
            "message_id": mail.message_id,
            "state": ReceivedState.BOUNCED,
            "reason": "hard" if hard else "soft",
            "user": mail.user,
        },
    )
    if is_new:
        note_refusal(email=mail.address, hard=hard)
    return is_new


@transaction.atomic
def note_report(*, email: str, message_id: str, hard: bool) -> None:
    """Count what a mail provider tells of one address, once a mail: of ours when it says which."""
    known = {message_id, f"<{message_id}>"} if message_id else set()
    mail = Mail.objects.filter(message_id__in=known).select_related("user").first()
    if mail is not None:
        note_bounce(mail=mail, hard=hard)
        return
    mark = hashlib.sha256(f"{message_id} {email}".lower().encode()).hexdigest()[:50]
    _, is_new = Received.objects.get_or_create(
        fingerprint=f"report-{mark}",
        defaults={"state": ReceivedState.BOUNCED, "reason": "hard" if hard else "soft"},
    )
    if is_new:
        note_refusal(email=email, hard=hard)


@transaction.atomic
def note_refusal(*, email: str, hard: bool) -> None:
    """Add points to an address; from the limit on, no mail leaves for it."""
    now = timezone.now()
    points = NUMBERS.bounce_hard if hard else NUMBERS.bounce_soft
    old = BouncingAddress.objects.of(email)
    _erase(old.exclude(pk__in=BouncingAddress.objects.recent(now).values("pk")))
    row, is_new = BouncingAddress.objects.get_or_create(
        email=email.lower(), defaults={"score": points, "last_at": now}
    )
    if not is_new:
        BouncingAddress.objects.filter(pk=row.pk).update(score=F("score") + points, last_at=now)


def is_stopped(email: str, now: datetime) -> bool:
    """Whether mails to this address have stopped. One query."""
    return BouncingAddress.objects.of(email).stopped(now).exists()


@transaction.atomic
def resume(*, actor: User) -> bool:
    """One's own address works again: its points are erased. Whether there were any."""
    return _erase(BouncingAddress.objects.of(actor.email)) > 0


def forget(pk: int, now: datetime) -> int:
    """Erase an address whose last mail came back long ago."""
    rows = BouncingAddress.objects.filter(pk=pk)
    return _erase(rows.exclude(pk__in=BouncingAddress.objects.recent(now).values("pk")))


def stopped_key(pk: int) -> str:
    """Under which its person was told that mails stopped."""
    return f"courriels-arretes-{pk}"


def _erase(rows: QuerySet[BouncingAddress]) -> int:
    """Mails leave again: the site does not say any more that they stopped."""
    keys = [stopped_key(pk) for pk in rows.values_list("pk", flat=True)]
    Notification.objects.filter(key__in=keys).delete()
    return rows.delete()[0]
