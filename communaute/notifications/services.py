"""Telling people: one row per event and person, one mail at most."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from .models import DirectMail, Notification
from .tasks import deliver_mail

if TYPE_CHECKING:
    from communaute.comptes.models import User


@transaction.atomic
def notify(
    *,
    user: User,
    kind: str,
    key: str,
    title: str,
    body: str = "",
    url: str = "",
    mail: str | None = None,
    context: dict[str, Any] | None = None,
) -> Notification:
    """Tell one person one thing; the same `key` told twice is told once.

    `url` is a path of the site. With `mail`, the triplet
    `templates/notifications/mails/<mail>.subject.txt|.txt|.html` is sent after the commit, with
    `context` (JSON types only) plus `recipient`, `title`, `body`, `action_url` (absolute).
    Known keys of `context`: `thread` (messages of one thread stay together in the mailbox),
    `action_label` (text of the button), `why` (the line "why you get this").
    """
    notification, created = Notification.objects.get_or_create(
        user=user,
        key=key,
        defaults={
            "kind": kind,
            "title": title[:200],
            "body": body,
            "url": url,
            "mail": mail or "",
            "mail_context": context or {},
        },
    )
    if created and mail and user.is_active:
        _send_after_commit("notification", notification.pk)
    return notification


@transaction.atomic
def mail_address(
    *, email: str, name: str, key: str, context: dict[str, Any] | None = None
) -> DirectMail:
    """Send the mail `name` to an address without account, once per `key`.

    `context` is as for `notify`; `url` in it is the path (or address) of the button.
    """
    message, created = DirectMail.objects.get_or_create(
        key=key, defaults={"email": email, "mail": name, "mail_context": context or {}}
    )
    if created:
        _send_after_commit("direct", message.pk)
    return message


@transaction.atomic
def withdraw(*, key: str) -> int:
    """Take back what was told under this key (the content was hidden); returns how many rows.

    A mail that has not left yet does not leave any more.
    """
    return Notification.objects.filter(key=key).delete()[0]


@transaction.atomic
def mark_read(*, actor: User, notification: Notification) -> Notification:
    """Mark one of one's own notifications as read; again changes nothing."""
    mine = Notification.objects.visible_to(actor).unread().filter(pk=notification.pk)
    mine.update(read_at=timezone.now())
    notification.refresh_from_db(fields=["read_at"])
    return notification


@transaction.atomic
def mark_all_read(*, actor: User) -> int:
    """Mark all of one's notifications as read; returns how many changed."""
    return Notification.objects.visible_to(actor).unread().update(read_at=timezone.now())


def _send_after_commit(source: str, pk: int) -> None:
    transaction.on_commit(partial(deliver_mail.enqueue, source=source, pk=pk))
