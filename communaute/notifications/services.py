"""Telling people: one row per event and person, one mail at most."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from communaute.comptes.models import Organisation, User
from communaute.comptes.perms import all_memberships_of

from .catalogue import Channel, Kind, kind_of, kinds, sent_after_closing
from .channels import GATHERED, is_night, leaves_at, next_morning, ways_for, ways_for_each
from .enums import MailState
from .models import TITLE_MAX, Mail, Notification
from .outbox.message import new_message_ids
from .words import on_site

# People told by one query.
CHUNK = 500


@dataclass(frozen=True)
class Told:
    """What one call of `tell` wrote, or found written: a line on the site, a mail, both, none;
    read when it is asked for."""

    to: User | str
    account: User | None
    key: str

    @cached_property
    def notification(self) -> Notification | None:
        if isinstance(self.to, str):
            return None
        return Notification.objects.filter(user=self.to, key=self.key).first()

    @cached_property
    def mail(self) -> Mail | None:
        if isinstance(self.to, str):
            mine = Mail.objects.filter(user=self.account, email=self.to)
        else:
            mine = Mail.objects.filter(user=self.to, email="")
        return mine.filter(key=self.key).first()


@transaction.atomic(savepoint=False)
def tell(
    kind: str,
    *,
    to: User | str,
    key: str,
    context: Mapping[str, Any] | None = None,
    url: str = "",
    mail_url: str = "",
    thread: str = "",
    account: User | None = None,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
    at_night: bool = True,
) -> Told:
    """Tell one person one thing: a line on the site and a mail, as they chose, else as the
    catalogue says of `kind`.

    `to`: an account, or a bare address, which gets the mail only; with `account`, the mail to
    that address dies with the account. The same `key` told twice to the same person is told once.
    `context` is what the templates show: JSON types, dates and moments. `url` is the path (on the
    site) of the thing told, `mail_url` the one of the mail's button when it is another. Messages
    of one `thread` stay together in the mailbox. After `expires_at` the mail does not leave.
    Before `not_before` nothing is told: neither the line nor the mail; `withdraw` takes both back.
    Not `at_night`: at night the mail waits for the morning, even of a kind that leaves then.
    The rows are written in the caller's transaction; the worker sends what is committed.
    Raises LookupError for a kind that no room registered.
    """
    _tell(
        kind_of(kind),
        [to],
        key=key,
        context=dict(context or {}),
        url=url,
        mail_url=mail_url,
        thread=thread,
        account=account,
        expires_at=expires_at,
        not_before=not_before,
        at_night=at_night,
    )
    return Told(to, account, key)


@transaction.atomic(savepoint=False)
def tell_each(
    kind: str,
    *,
    to: Iterable[User],
    key: str,
    context: Mapping[str, Any],
    url: str = "",
    thread: str = "",
    not_before: datetime | None = None,
) -> int:
    """Tell many people the same thing, as `tell` would, in a few queries; returns how many people.

    Who was already told under this key is told nothing more.
    """
    what, shown, count = kind_of(kind), dict(context), 0
    for people in batched(to, CHUNK, strict=False):
        _tell(
            what,
            people,
            key=key,
            context=shown,
            url=url,
            thread=thread,
            not_before=not_before,
        )
        count += len(people)
    return count


def _tell(
    what: Kind,
    people: Sequence[User | str],
    *,
    key: str,
    context: dict[str, Any],
    url: str,
    thread: str,
    not_before: datetime | None,
    mail_url: str = "",
    account: User | None = None,
    expires_at: datetime | None = None,
    at_night: bool = True,
) -> None:
    """The lines and the mails of these people, in three queries at most."""
    now = timezone.now()
    ways = ways_for_each(what, [person for person in people if not isinstance(person, str)])
    line, body = on_site(what, context) if any(way.site for way in ways.values()) else ("", "")
    title = Truncator(line).chars(TITLE_MAX, truncate="…")
    leaving = {channel: leaves_at(what, channel, now) for channel in Channel}
    told = {"kind": what.key, "key": key, "not_before": not_before}
    lines, mails = [], []
    for to, message_id in zip(people, new_message_ids(len(people)), strict=True):
        person = None if isinstance(to, str) else to
        chosen = ways[person.pk] if person is not None else ways_for(what, None)
        if chosen.site:
            about = _about(what, context)
            shown = {"title": title, "body": body, "url": url, "thread": thread or key}
            lines.append(Notification(user=person, about=about, **shown, **told))
        planned_at = leaving[chosen.mail]
        is_closed = person is not None and not person.is_active and not what.after_closing
        if planned_at is None or is_closed:
            continue
        if not at_night and is_night(now):
            planned_at = max(planned_at, next_morning(now))
        planned_at = max(planned_at, not_before or planned_at)
        mails.append(
            Mail(
                user=person or account,
                email="" if person is not None else str(to),
                context=context,
                url=mail_url or url,
                thread=thread,
                message_id=message_id,
                priority=what.priority,
                state=_state(chosen.mail) if person is not None else MailState.WAITING,
                planned_at=planned_at,
                due_at=planned_at,
                expires_at=expires_at,
                **told,
            )
        )
    Notification.objects.bulk_create(lines, ignore_conflicts=True)
    Mail.objects.bulk_create(mails, ignore_conflicts=True)


def _about(what: Kind, context: Mapping[str, Any]) -> dict[str, Any]:
    """What `forget_work` asks: what was told of, and no words."""
    asked = context if what.at_work else {}
    return {name: value for name, value in asked.items() if not isinstance(value, str)}


def _state(channel: Channel) -> MailState:
    """What waits for the morning is held, to leave with the rest."""
    return MailState.HELD if channel in GATHERED else MailState.WAITING


@transaction.atomic
def withdraw(*, key: str, mails_only: bool = False) -> int:
    """Take back what was told under this key (the content was hidden); returns how many lines.

    A mail that has not left yet does not leave any more. `mails_only`: the lines on the site stay.
    Of what could still be undone, and was told to nobody, nothing stays.
    """
    if not mails_only:
        return withdraw_many(keys=[key])
    Mail.objects.filter(key=key).end(MailState.WITHDRAWN, now=timezone.now())
    return 0


@transaction.atomic
def withdraw_many(*, keys: Collection[str]) -> int:
    """Take back what was told under each of these keys, as `withdraw`, in as many queries for five
    hundred as for one; returns how many lines."""
    now = timezone.now()
    mails, lines = Mail.objects.filter(key__in=keys), Notification.objects.filter(key__in=keys)
    mails.undoable(now).delete()
    mails.end(MailState.WITHDRAWN, now=now)
    untold, _ = lines.filter(not_before__gt=now).delete()
    return untold + lines.filter(withdrawn_at=None).update(withdrawn_at=now)


def send_after_closing(user: User, now: datetime) -> None:
    """An account closes: what the law wants to reach the person still leaves, at its hour, to the
    address of the account; in the caller's transaction."""
    rows = Mail.objects.filter(user=user, kind__in=sent_after_closing()).unended()
    rows.update(user=None, email=user.email)


@transaction.atomic
def restore(*, key: str) -> bool:
    """Show again what was withdrawn under this key, as it was: read or not, at its date.

    True when a mail had not left: its content was erased, the caller tells again under this key,
    which writes what is missing and nothing else.
    """
    Notification.objects.filter(key=key).update(withdrawn_at=None)
    unsent, _ = Mail.objects.filter(key=key, state=MailState.WITHDRAWN).delete()
    return bool(unsent)


@transaction.atomic
def withdraw_lines(*, thread: str, beginnings: Sequence[str], but_of: User | None) -> int:
    """Take back the lines of a thread that was hidden, those whose key begins so, but those of its
    author; mails not yet gone are judged as they leave. Returns how many."""
    lines = _of_thread(thread, beginnings).filter(withdrawn_at=None)
    if but_of is not None:
        lines = lines.exclude(user=but_of)
    return lines.update(withdrawn_at=timezone.now())


@transaction.atomic
def restore_lines(*, thread: str, beginnings: Sequence[str], but: Collection[str]) -> int:
    """Show again what `withdraw_lines` took back, save the keys `but`; returns how many."""
    lines = _of_thread(thread, beginnings).exclude(key__in=but)
    return lines.exclude(withdrawn_at=None).update(withdrawn_at=None)


def _of_thread(thread: str, beginnings: Sequence[str]) -> QuerySet[Notification]:
    begins = Q(pk__in=[])
    for beginning in beginnings:
        begins |= Q(key__startswith=beginning)
    return Notification.objects.filter(begins, thread=thread)


@transaction.atomic
def forget_threads(*, person: User, threads: Iterable[str]) -> int:
    """Nothing stays, for one person, of what they were told in threads that they may not read any
    more; returns how many lines. Mails not yet gone are judged as they leave."""
    mine = Notification.objects.filter(user=person)
    told = set(mine.order_by().values_list("thread", flat=True).distinct())
    return mine.filter(thread__in=told.intersection(threads)).delete()[0]


def forget_work(*, actor: User, organisation: Organisation, person: User) -> None:
    """Who leaves an organisation does not keep what only its members are told; who works for
    another, what they may not read any more."""
    if person.is_superuser:
        return
    told = {kind.key: kind for kind in kinds() if kind.at_work}
    lines = Notification.objects.filter(user=person, kind__in=told)
    if all_memberships_of(person):
        asked = [(line, told[line.kind].visible_to) for line in lines]
        gone = [line.pk for line, check in asked if check and not check(person, line.about)]
        lines = Notification.objects.filter(pk__in=gone)
    lines.delete()


@transaction.atomic
def mark_thread_read(*, actor: User, thread: str) -> int:
    """Mark one's notifications of a thread as read; returns how many changed."""
    mine = Notification.objects.visible_to(actor).unread().filter(thread=thread)
    return mine.update(read_at=timezone.now())


@transaction.atomic
def mark_all_read(*, actor: User) -> int:
    """Mark all of one's notifications as read; returns how many changed."""
    return Notification.objects.visible_to(actor).unread().update(read_at=timezone.now())
