"""The last mail of an account: it is closed. To the former address, with no account behind it; and
what others were told of it, without its name."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from .enums import MailState
from .models import BouncingAddress, Mail, Notification
from .services import tell

if TYPE_CHECKING:
    from communaute.comptes.models import User

FORMER = "Un ancien membre"
TITLE_MAX = Notification._meta.get_field("title").max_length


def confirm(person: User, now: datetime) -> None:
    """Tell the former address, and forget whether it refused mails; what else waited to leave
    goes with the account."""
    BouncingAddress.objects.of(person.email).delete()
    tell(
        "comptes.account_closed",
        to=person.email,
        key=f"compte-ferme-{person.pk}",
        context={"name": person.display_name, "at": now},
    )


def forget_name(name: str, threads: Collection[str]) -> None:
    """Put « Un ancien membre » in place of a name in what others were told in these threads, kept
    on the site or waiting to leave."""
    if not name:
        return
    known = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    here = Q(title__contains=name) | Q(body__contains=name)
    for row in Notification.objects.filter(here, thread__in=threads):
        title, body = known.sub(FORMER, row.title)[:TITLE_MAX], known.sub(FORMER, row.body)
        Notification.objects.filter(pk=row.pk).update(title=title, body=body)
    waiting = [MailState.WAITING, MailState.HELD]
    for mail in Mail.objects.filter(thread__in=threads, state__in=waiting):
        context = _without(mail.context, known)
        if context != mail.context:
            Mail.objects.filter(pk=mail.pk).update(context=context)


def _without(value: Any, known: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return known.sub(FORMER, value)
    if isinstance(value, dict):
        return {key: _without(one, known) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, known) for one in value]
    return value
