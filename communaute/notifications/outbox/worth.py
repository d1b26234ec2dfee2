"""Whether a mail is still worth sending, asked as it leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from communaute.comptes.models import Membership, Organisation

from ..catalogue import Channel, Kind
from ..channels import ways_for
from ..enums import MailState
from ..models import Mail, Notification
from . import bounces

if TYPE_CHECKING:
    from communaute.comptes.models import User


def is_worth_sending(mail: Mail, kind: Kind) -> bool:
    """False for what is no longer true, or that this person may not see, has read, or stopped.

    What may not be turned off leaves even when it was read on the site.
    """
    if kind.still_true is not None and not kind.still_true(mail.context):
        return False
    person = mail.user
    if person is None:
        return True
    if kind.visible_to is not None and not kind.visible_to(person, mail.context):
        return False
    if not kind.may_be_off:
        return True
    if ways_for(kind, person).mail is Channel.NONE:
        return False
    told = Notification.objects.filter(user=person, key=mail.key)
    return not told.filter(read_at__isnull=False).exists()


def bring_up_to_date(mail: Mail, kind: Kind) -> None:
    """Have a mail that is worth sending say what is true now: a text edited since is quoted so."""
    if kind.current is not None:
        mail.context = dict(mail.context) | dict(kind.current(mail.context))


def has_reached(
    person: User | None, *, keys: Collection[str], before: datetime, thread: str = ""
) -> bool:
    """Whether what has one of these keys had reached somebody by then (None: an address without
    account): its mail had left, or its line was read on the site; so had anything of its `thread`.
    What no mail says any more, long ago, had."""
    left = Q(state__in=[MailState.SENT, MailState.GATHERED], ended_at__lte=before)
    mails = Mail.objects.filter(user=person)
    if not mails.filter(key__in=keys).exclude(left).exists():
        return True
    known = Q(key__in=keys) | Q(thread=thread) if thread else Q(key__in=keys)
    if mails.filter(known, left).exists():
        return True
    if person is None:
        return False
    return Notification.objects.filter(known, user=person, read_at__lte=before).exists()


def way_of(*, key: str, address: str) -> str:
    """Where the mail of this key is: "waits", "lost" (it never left, or this address gets nothing),
    or "left", also for one of which nothing is kept."""
    if bounces.is_stopped(address, timezone.now()):
        return "lost"
    states = set(Mail.objects.filter(key=key).values_list("state", flat=True))
    if MailState.WAITING in states:
        return "waits"
    return "left" if not states or MailState.SENT in states else "lost"


def works_for(person: User, context: Mapping[str, Any]) -> bool:
    """Whether the person is of the organisation told of (`organisation_pk`); True for a mail whose
    context names none."""
    if "organisation_pk" not in context:
        return True
    return Membership.objects.filter(user=person, organisation=context["organisation_pk"]).exists()


def leads(person: User, context: Mapping[str, Any]) -> bool:
    """The same of who gives roles there."""
    if "organisation_pk" not in context:
        return True
    return Organisation.objects.led_by(person).filter(pk=context["organisation_pk"]).exists()
