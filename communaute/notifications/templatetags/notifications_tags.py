"""The header of every page: what is new; quotes and dates in mails."""

from datetime import datetime
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import Context
from django.utils import timezone

from communaute.comptes.models import User

from ..models import Notification
from ..numbers import NUMBERS
from ..outbox.bounces import is_stopped
from ..preferences.services import comes_by as text_of
from ..preferences.services import reaching

register = template.Library()


@register.simple_tag
def unread_notifications(user: object) -> int:
    """How many notifications the person has not read, one more than shown at most; 0 without
    account.
    """
    return len(_unread(user))


def _unread(user: object) -> list[str]:
    """Threads of the unread lines, one more than shown at most: one query for the whole page."""
    if not getattr(user, "is_authenticated", False):
        return []
    return user.once("unread threads", lambda: list(_first_unread(user)))


def _first_unread(user: User) -> QuerySet[Notification, str]:
    lines = Notification.objects.visible_to(user, timezone.now()).unread().order_by()
    return lines.values_list("thread", flat=True)[: NUMBERS.unread_shown + 1]


def _is_unread(user: object, thread: str) -> bool:
    known = _unread(user)
    if thread in known or len(known) <= NUMBERS.unread_shown:
        return thread in known
    return Notification.objects.visible_to(user).unread().filter(thread=thread).exists()


@register.inclusion_tag("notifications/_thread_read.html", takes_context=True)
def thread_read(context: Context, thread: str, pk: object = None) -> dict[str, Any]:
    """What marks the thread of this page as read: a button, pressed by a script when there is one.

    Nothing when there is nothing unread. `thread` is that of `tell`, or its beginning with `pk`.
    No query of its own, unless the header stopped counting before.
    """
    key = thread if pk is None else f"{thread}-{pk}"
    request = context.get("request")
    return {
        "thread": key,
        "has_unread": _is_unread(context.get("user"), key),
        "here": request.get_full_path()[:300] if request else "",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("notifications/_comes_by.html", takes_context=True)
def comes_by(context: Context, kind: str, it: str = "la") -> dict[str, Any]:
    """« vous recevrez un courriel », or where to read it and to choose, for who stopped that mail.
    Two queries."""
    return {"ways": reaching(context.get("user"), kind), "it": it}


@register.simple_tag(takes_context=True)
def comes_by_text(context: Context, kind: str, it: str = "la") -> str:
    """The same, without a link."""
    return text_of(context.get("user"), kind, it=it)


@register.simple_tag
def refuses_mails(user: object) -> bool:
    """Whether our mails to this person stopped, because their address refuses them. One query."""
    email = getattr(user, "email", "")
    return bool(email) and is_stopped(email, timezone.now())


@register.filter
def as_quote(text: str) -> str:
    """What somebody wrote, each line after `> ` as mails do; their HTML shows a quote."""
    return "\n".join(f"> {line}".rstrip() for line in str(text).strip().splitlines())


@register.filter
def is_past(moment: datetime) -> bool:
    return moment <= timezone.now()
