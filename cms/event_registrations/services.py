"""Registering for an event, confirming, giving up; what a free place becomes.

Each service locks the row of the event first: of two people at the last place one waits. An account
is locked before.
"""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from cms.pages.models import EventPage
from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts
from communaute.notifications.services import forget_threads, withdraw
from socle.errors import Refused
from socle.public_pages import touch_public_pages
from socle.scheduler import Step

from ..numbers import EVENT_NUMBERS
from . import notify
from .enums import State
from .models import Registration
from .perms import find_event, why_not_register
from .querysets import reminded_before


def find(token: str) -> Registration:
    """The registration of a link. Raises Gone."""
    try:
        key = notify.SIGNER.unsign(token)
    except signing.BadSignature:
        raise Gone from None
    found = Registration.objects.select_related("event", "user").filter(key=key).first()
    if found is None or _is_late(found, timezone.now()):
        raise Gone
    return found


def taken(event: EventPage) -> int:
    return event.registrations.filter(state=State.CONFIRMED).count()


def is_full(event: EventPage) -> bool:
    """Whether who registers now waits: no place is free, or others wait already."""
    if event.places is None:
        return False
    waits = event.registrations.filter(state=State.WAITING).exists()
    return waits or taken(event) >= event.places


@transaction.atomic
def ask(*, event: EventPage, email: str, name: str, now: datetime | None = None) -> None:
    """Send a link to confirm to an address; to one that is registered, the link to its place.

    Nothing says to who asks whether the address was known. Raises Closed.
    """
    now, email = now or timezone.now(), email.strip().lower()
    held = _open(event, now)
    found = _found(held, email)
    if found is not None and found.state != State.ASKED:
        notify.already(found, now)
        return
    if found is None:
        found = Registration(event=held, email=email, state=State.ASKED)
    else:
        withdraw(key=notify.confirm_key(found))
    found.name, found.asked_at = name, now
    _tell_as_is(found, held)
    found.save()
    notify.confirm(found)


@transaction.atomic
def confirm(*, token: str, now: datetime | None = None) -> Registration:
    """Take a place, or a rank on the waiting list; twice is once. Raises Gone, Closed."""
    now = now or timezone.now()
    found = find(token)
    if found.state != State.ASKED:
        return found
    if found.event is None:
        raise Gone
    held = _open(found.event, now)
    row = Registration.objects.select_for_update().filter(pk=found.pk).first()
    if row is None or _is_late(row, now):
        raise Gone
    if row.state != State.ASKED:
        return row
    # Meanwhile the person registered from their account.
    others = held.registrations.exclude(pk=row.pk)
    if other := others.filter(user__email__iexact=row.email).first():
        row.delete()
        return other
    return _join(row, held, now)


@transaction.atomic
def register(*, actor: User, event: EventPage, now: datetime | None = None) -> Registration:
    """Register an account, whose address is known already; twice is once. Raises Closed."""
    now = now or timezone.now()
    lock_accounts(actor.pk)
    held = _open(event, now)
    found = held.registrations.of(actor).order_by("state").select_for_update().all()
    for one in found:
        if one.state != State.ASKED:
            return one
        # Asked from the same address without signing in: the account answers for it.
        withdraw(key=notify.confirm_key(one))
        one.delete()
    return _join(Registration(event=held, user=actor, asked_at=now), held, now)


@transaction.atomic
def give_up(*, token: str, now: datetime | None = None) -> EventPage | None:
    """Give a place back, or leave the list: it is erased, and the first who waits has the place.

    Raises Gone.
    """
    now = now or timezone.now()
    found = find(token)
    held = _locked(found.event_id)
    _erase(Registration.objects.filter(pk=found.pk), held, now)
    return held


@transaction.atomic
def fill_places(*, pk: int, now: datetime) -> int:
    """Give the free places of an event to those who wait; returns how many."""
    held = _locked(pk)
    return 0 if held is None else _fill(held, now)


@transaction.atomic
def tell_change(*, pk: int, now: datetime) -> str:
    """Tell one person what their event has become; returns the kind told, or ""."""
    event_pk = Registration.objects.filter(pk=pk).values_list("event", flat=True).first()
    held = _locked(event_pk)
    rows = Registration.objects.select_for_update(of=("self",)).filter(pk=pk)
    due = Registration.objects.to_tell(now).filter(pk=pk).exists()
    row = rows.select_related("user").first()
    if row is None or not due:
        return ""
    was_off, was = row.told_off, row.told_starts_at
    is_off = held is None or not held.live or held.is_cancelled
    if is_off:
        row.told_off = True
        row.save(update_fields=["told_off"])
        notify.cancelled(row, held, now)
        return "cancelled"
    assert held is not None  # noqa: S101 - said by `is_off`
    _tell_as_is(row, held)
    if was != row.told_starts_at or was_off:
        row.reminded_at = _reminded_by(held, now)
    row.save()
    if was_off:
        notify.restored(row, now)
        return "restored"
    notify.changed(row, was, now)
    return "changed"


@transaction.atomic
def remind(*, pk: int, now: datetime) -> bool:
    """Remind one person of tomorrow; once."""
    # Said on the row itself: PostgreSQL looks again at that only, once a second tick gets the row.
    waiting = Registration.objects.filter(pk=pk, reminded_at=None)
    due = Registration.objects.to_remind(now).filter(pk=pk).values("pk")
    if not waiting.filter(pk__in=due).update(reminded_at=now):
        return False
    notify.reminder(Registration.objects.select_related("event", "user").get(pk=pk))
    return True


def lock_events_of(person: User) -> None:
    """Lock the events that a closing account comes to."""
    mine = Registration.objects.of(person).values("event")
    rows = EventPage.objects.select_for_update(of=("self",)).filter(pk__in=mine)
    list(rows.order_by("pk").values_list("pk", flat=True))


def erase_of(person: User, now: datetime) -> None:
    """An account that closes comes to nothing any more: its places are given to who waits."""
    events = Registration.objects.of(person).values_list("event", flat=True)
    for pk in sorted({pk for pk in events if pk is not None}):
        held = _locked(pk)
        if held is not None:
            _erase(held.registrations.of(person), held, now)
    Registration.objects.of(person).delete()


def _locked(pk: int | None) -> EventPage | None:
    """The event, its row locked and not that of its page: editors are not kept waiting."""
    if pk is None:
        return None
    return EventPage.objects.select_for_update(of=("self",)).filter(pk=pk).first()


def _open(event: EventPage, now: datetime) -> EventPage:
    """The event locked, when one may register now. Raises Closed."""
    held = _locked(event.pk)
    if held is None or find_event(held.pk) is None:
        raise Closed("Ce rendez-vous n’est plus proposé.")
    if why := why_not_register(held, now):
        raise Closed(why)
    return held


def _found(event: EventPage, email: str) -> Registration | None:
    """The registration of an address, its own or by its account."""
    rows = event.registrations.select_related("user", "event")
    by_account = rows.filter(user__email__iexact=email).first()
    return by_account or rows.filter(email=email).first()


def _join(row: Registration, event: EventPage, now: datetime) -> Registration:
    row.event = event
    row.state = State.WAITING if is_full(event) else State.CONFIRMED
    row.joined_at, row.reminded_at = now, _reminded_by(event, now)
    _tell_as_is(row, event)
    row.save()
    notify.joined(row)
    _touch_when_full(event)
    return row


def _touch_when_full(event: EventPage) -> None:
    """The page says whether places are left, and nothing else: it moves with the last one."""
    if event.places is not None and abs(event.places - taken(event)) <= 1:
        touch_public_pages()


def _erase(rows, event: EventPage | None, now: datetime) -> None:
    for row in rows.select_for_update(of=("self",)):
        withdraw(key=notify.confirm_key(row))
        if row.user is not None:
            forget_threads(person=row.user, threads=[notify.thread_of(row)])
        row.delete()
    if event is not None:
        _touch_when_full(event)
        _fill(event, now)


def _fill(event: EventPage, now: datetime) -> int:
    """Those who wait have the free places, in their order, until the event starts."""
    if event.starts_at <= now or event.is_cancelled or not event.live:
        return 0
    rows = event.registrations.filter(state=State.WAITING).order_by("joined_at", "pk")
    if event.places is not None:
        rows = rows[: max(0, event.places - taken(event))]
    count = 0
    for row in rows:
        row.event, row.state = event, State.CONFIRMED
        row.reminded_at = _reminded_by(event, now)
        row.save(update_fields=["state", "reminded_at"])
        notify.promoted(row)
        count += 1
    if count:
        touch_public_pages()
    return count


def _tell_as_is(row: Registration, event: EventPage) -> None:
    """What a mail that leaves now says of the event."""
    row.told_title, row.told_off = event.title, False
    row.told_starts_at, row.told_ends_at = event.starts_at, event.ends_at
    row.told_place, row.told_online_url = event.place, event.online_url


def _reminded_by(event: EventPage, now: datetime) -> datetime | None:
    """A mail that gives the place the day before is reminder enough."""
    return now if event.starts_at < reminded_before(now) else None


def _is_late(row: Registration, now: datetime) -> bool:
    limit = row.asked_at + timedelta(hours=EVENT_NUMBERS.confirm_hours)
    return row.state == State.ASKED and limit <= now


class Closed(Refused):
    """Nobody registers for this event, or not any more."""


class Gone(Refused):
    """No registration at this link: given up, never confirmed, or of an event long past."""

    message = "Cette inscription n’existe plus."


# What time does to registrations: people are told, reminded, and forgotten.


def _pks(rows) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _deleted(rows, pk: int) -> int:
    return rows.filter(pk=pk).delete()[0]


def with_free_places(now: datetime) -> list[int]:
    """Events to come where somebody waits although a place is free: editors added some."""
    waiting = Registration.objects.filter(event=OuterRef("pk"), state=State.WAITING)
    has_one = Q(registrations__state=State.CONFIRMED)
    events = EventPage.objects.filter(Exists(waiting), live=True, is_cancelled=False)
    events = events.filter(starts_at__gt=now).alias(held=Count("registrations", filter=has_one))
    return _pks(events.filter(Q(places=None) | Q(places__gt=F("held"))))


def _tell_change(pk: int, now: datetime) -> dict[str, int]:
    kind = tell_change(pk=pk, now=now)
    return {f"event_{kind}": 1} if kind else {}


STEPS = (
    Step(
        key="events.tell_changes",
        label="Rendez-vous déplacés ou annulés : les inscrits sont prévenus",
        due=lambda now: _pks(Registration.objects.to_tell(now)),
        do=_tell_change,
        after=("cms.publish", "cms.expire"),
    ),
    Step(
        key="events.give_free_places",
        label="Places ajoutées à un rendez-vous : données à la liste d’attente",
        due=with_free_places,
        do=lambda pk, now: {"event_places_given": fill_places(pk=pk, now=now)},
        after=("events.tell_changes",),
    ),
    Step(
        key="events.remind",
        label="Rappels aux personnes inscrites à un rendez-vous",
        due=lambda now: _pks(Registration.objects.to_remind(now)),
        do=lambda pk, now: {"event_reminders": int(remind(pk=pk, now=now))},
        after=("events.give_free_places",),
    ),
    Step(
        key="events.forget_unconfirmed",
        label="Inscriptions jamais confirmées : effacées",
        due=lambda now: _pks(Registration.objects.unconfirmed(now)),
        do=lambda pk, now: {
            "registrations_unconfirmed": _deleted(Registration.objects.unconfirmed(now), pk)
        },
    ),
    Step(
        key="events.forget_past",
        label="Inscriptions à un rendez-vous passé depuis longtemps : effacées",
        due=lambda now: _pks(Registration.objects.to_forget(now)),
        do=lambda pk, now: {
            "registrations_erased": _deleted(Registration.objects.to_forget(now), pk)
        },
        after=("events.tell_changes",),
    ),
)
