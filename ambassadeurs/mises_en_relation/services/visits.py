"""Visits: the host opens, changes, cancels a slot and says who came; people book and give up.

Every service locks the row of the visit (or of the host) first, so that of two people at the last
place one is on the waiting list.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from cms.services import touch_public_pages
from communaute.territoires.calendar import PARIS

from .. import visit_tells
from ..enums import BookingState, Kind, State, VisitState
from ..limits import limit
from ..models import Booking, MiseEnRelation, Visit
from ..perms_visits import can_approve, is_host, is_public_host, may_host
from ..querysets import HOLDING
from ..visit_errors import BookingRefused, NotHost, SlotRefused, VisitOver

if TYPE_CHECKING:
    from communaute.comptes.models import User

MINUTES_MIN, MINUTES_MAX = 15, 120


@transaction.atomic
def open_visit(
    *,
    actor: User,
    ambassadeur: Ambassadeur,
    starts_at: datetime,
    minutes: int,
    places: int,
    meeting_point: str = "",
    language: str = "français",
    adviser_invited: bool = False,
    now: datetime | None = None,
) -> Visit:
    """Open a slot of 15 to 120 minutes, within the host's capacity.

    Raises NotHost (somebody else's mandate, not verified, expired or on pause), SlotRefused.
    """
    now, starts_at = now or timezone.now(), starts_at.astimezone(UTC)
    host = _locked_host(ambassadeur.pk)
    if host.user_id != actor.pk or not may_host(host, now):
        message = (
            "Vous ne pouvez pas proposer de visite en ce moment : "
            "votre mandat n’est pas vérifié, a pris fin, ou est en pause."
        )
        raise NotHost(message)
    _check_slot(host, starts_at=starts_at, minutes=minutes, places=places, now=now)
    visit = Visit.objects.create(
        ambassadeur=host,
        starts_at=starts_at,
        minutes=minutes,
        places=places,
        meeting_point=meeting_point.strip(),
        language=language.strip() or "français",
        adviser_invited=adviser_invited,
    )
    # A slot says more than the box: the directory must find this host under "visites".
    Ambassadeur.objects.filter(pk=host.pk).update(takes_visits=True)
    touch_public_pages()
    return visit


@transaction.atomic
def change_visit(
    *,
    actor: User,
    visit: Visit,
    starts_at: datetime,
    minutes: int,
    places: int,
    meeting_point: str,
    language: str,
    adviser_invited: bool,
    now: datetime | None = None,
) -> Visit:
    """Change a slot to come; people who hold a place are told of a new time, never of the place.

    Raises NotHost, VisitOver, SlotRefused (also when fewer places than people).
    """
    now, starts_at = now or timezone.now(), starts_at.astimezone(UTC)
    host = _locked_host(visit.ambassadeur_id)
    slot = _locked(visit)
    _must_host(actor, slot)
    _must_be_to_come(slot, now)
    _check_slot(host, starts_at=starts_at, minutes=minutes, places=places, now=now, but=slot)
    people = list(slot.bookings.holding_a_place().select_related("user"))
    if places < len(people):
        message = f"{len(people)} personnes sont déjà inscrites : gardez au moins autant de places."
        raise SlotRefused(message)
    was, had = slot.starts_at, slot.minutes
    slot.starts_at, slot.minutes, slot.places = starts_at, minutes, places
    slot.meeting_point, slot.language = meeting_point.strip(), language.strip() or "français"
    slot.adviser_invited = adviser_invited
    slot.sequence += 1
    if (was, had) != (starts_at, minutes):
        slot.host_reminded_at = None
        slot.bookings.update(reminded_at=None)
        for booking in people:
            booking.visit = slot
            visit_tells.changed(slot, booking, was=was)
    slot.save()
    _fill_places(slot)
    touch_public_pages()
    return slot


@transaction.atomic
def cancel_visit(
    *, actor: User | None, visit: Visit, note: str = "", now: datetime | None = None
) -> Visit:
    """Cancel a slot to come and tell everybody; again changes nothing.

    `actor` None is the clock (the host's mandate ended). Raises NotHost, VisitOver.
    """
    now = now or timezone.now()
    slot = _locked(visit)
    if actor is not None:
        _must_host(actor, slot)
    if slot.state == VisitState.CANCELLED:
        return slot
    _must_be_to_come(slot, now)
    slot.state = VisitState.CANCELLED
    slot.sequence += 1
    slot.save(update_fields=["state", "sequence"])
    concerned = slot.bookings.filter(state__in=[*HOLDING, BookingState.WAITING_LIST])
    for booking in concerned.select_related("user"):
        visit_tells.cancelled(slot, booking, note=note.strip())
    concerned.update(state=BookingState.CANCELLED, cancelled_at=now)
    touch_public_pages()
    return slot


@transaction.atomic
def book_visit(*, actor: User, visit: Visit, now: datetime | None = None) -> Booking:
    """Take a place, or a rank on the waiting list; twice is once.

    Two absences in six months: the place is kept, the agency decides. Raises VisitOver,
    BookingRefused (one's own visit).
    """
    now = now or timezone.now()
    slot = _locked(visit)
    if is_host(actor, slot):
        message = "C’est votre visite : vous n’avez pas besoin d’y réserver une place."
        raise BookingRefused(message)
    _must_be_to_come(slot, now)
    if not is_public_host(slot.ambassadeur, now):
        message = "Cette visite n’est plus proposée."
        raise VisitOver(message)
    booking = slot.bookings.filter(user=actor).first()
    if booking and booking.state != BookingState.CANCELLED:
        return booking
    booking = booking or Booking(visit=slot, user=actor)
    booking.visit, booking.needs_approval = slot, needs_approval(actor, now=now)
    is_full = slot.bookings.holding_a_place().count() >= slot.places
    booking.state = BookingState.WAITING_LIST if is_full else _holding_state(booking)
    booking.cancelled_at = None
    soon = now >= slot.starts_at - timedelta(hours=limit("visit_reminder_hours"))
    # The confirmation is reminder enough for a place taken two days before.
    booking.reminded_at = now if soon else None
    booking.mise_en_relation = _thread_of(actor, slot)
    booking.booked_at = now
    booking.save()
    # `auto_now_add` writes the clock of the machine at the first save.
    Booking.objects.filter(pk=booking.pk).update(booked_at=now)
    booking.booked_at = now
    _announce(booking)
    touch_public_pages()
    return booking


@transaction.atomic
def give_up(*, actor: User, visit: Visit, now: datetime | None = None) -> Booking:
    """Give one's place back; the first of the waiting list gets it. Again changes nothing.

    Without fault until 24 hours before. Raises VisitOver, BookingRefused (no place to give up).
    """
    now = now or timezone.now()
    slot = _locked(visit)
    booking = slot.bookings.select_related("user").filter(user=actor).first()
    if booking is None:
        message = "Vous n’êtes pas inscrit à cette visite."
        raise BookingRefused(message)
    booking.visit = slot
    if booking.state == BookingState.CANCELLED:
        return booking
    _must_be_to_come(slot, now)
    held = booking.state in HOLDING
    limit_at = slot.starts_at - timedelta(hours=limit("visit_cancel_hours"))
    booking.cancelled_late = booking.state == BookingState.CONFIRMED and now > limit_at
    booking.state, booking.cancelled_at = BookingState.CANCELLED, now
    booking.save(update_fields=["state", "cancelled_at", "cancelled_late"])
    if held:
        visit_tells.given_up(booking)
        _fill_places(slot)
    touch_public_pages()
    return booking


@transaction.atomic
def decide_booking(
    *, actor: User, booking: Booking, accepted: bool, now: datetime | None = None
) -> Booking:
    """The agency confirms, or not, the place of a person who missed two visits.

    Raises NotHost (not the agency of the territory), VisitOver (nothing waits any more).
    """
    now = now or timezone.now()
    slot = _locked(booking.visit)
    place = slot.bookings.select_related("user").get(pk=booking.pk)
    place.visit = slot
    if not can_approve(actor, place):
        message = "Seule l’agence du territoire peut donner cet accord."
        raise NotHost(message)
    if place.state != BookingState.REQUESTED:
        message = "Cette inscription n’attend plus d’accord."
        raise VisitOver(message)
    _must_be_to_come(slot, now)
    place.state = BookingState.CONFIRMED if accepted else BookingState.CANCELLED
    place.cancelled_at = None if accepted else now
    place.save(update_fields=["state", "cancelled_at"])
    if accepted:
        visit_tells.approved(place)
    else:
        visit_tells.refused(place)
        _fill_places(slot)
    touch_public_pages()
    return place


@transaction.atomic
def record_attendance(
    *, actor: User, visit: Visit, present: set[int], held: bool = True, now: datetime | None = None
) -> Visit:
    """The host says who came (`present`: pks of bookings), once the visit has begun.

    May be corrected by saying it again. `held` False: the visit did not take place, nobody is
    at fault. Raises NotHost, VisitOver.
    """
    now = now or timezone.now()
    slot = _locked(visit)
    _must_host(actor, slot)
    if slot.state == VisitState.CANCELLED:
        message = "Cette visite a été annulée."
        raise VisitOver(message)
    if now < slot.starts_at:
        message = "La visite n’a pas encore commencé : revenez après pour dire qui est venu."
        raise VisitOver(message)
    expected = slot.bookings.filter(
        state__in=[BookingState.CONFIRMED, BookingState.ATTENDED, BookingState.ABSENT]
    )
    if held:
        expected.filter(pk__in=present).update(state=BookingState.ATTENDED)
        slot.bookings.filter(state=BookingState.CONFIRMED).update(state=BookingState.ABSENT)
        expected.exclude(pk__in=present).update(state=BookingState.ABSENT)
        slot.state = VisitState.HELD
    else:
        expected.update(state=BookingState.CANCELLED, cancelled_at=now)
        slot.state = VisitState.CANCELLED
    slot.save(update_fields=["state"])
    return slot


@transaction.atomic
def fill_places(*, visit: Visit, now: datetime) -> int:
    """Give the places left by closed accounts to the waiting list; returns how many."""
    slot = _locked(visit)
    if slot.state != VisitState.PROPOSED or slot.starts_at <= now:
        return 0
    given = _fill_places(slot)
    if given:
        touch_public_pages()
    return given


def needs_approval(user: User, *, now: datetime) -> bool:
    """Two no-shows in six months (places given up too late count)."""
    since = now - timedelta(days=limit("absence_days"))
    return user.bookings.faults_since(since).count() >= limit("absences")


def _holding_state(booking: Booking) -> BookingState:
    return BookingState.REQUESTED if booking.needs_approval else BookingState.CONFIRMED


def _announce(booking: Booking) -> None:
    visit_tells.booked(booking)
    if booking.state == BookingState.REQUESTED:
        visit_tells.to_approve(booking)


def _fill_places(slot: Visit) -> int:
    """Give free places to the waiting list, first come first served; returns how many."""
    free = slot.places - slot.bookings.holding_a_place().count()
    waiting = slot.bookings.filter(state=BookingState.WAITING_LIST).select_related("user")
    promoted = list(waiting.order_by("booked_at", "pk")[: max(0, free)])
    for booking in promoted:
        booking.visit, booking.state = slot, _holding_state(booking)
        booking.save(update_fields=["state"])
        visit_tells.promoted(booking)
        if booking.state == BookingState.REQUESTED:
            visit_tells.to_approve(booking)
    return len(promoted)


def _thread_of(user: User, slot: Visit) -> MiseEnRelation | None:
    """The conversation the two already have, if any."""
    return (
        MiseEnRelation.objects.filter(
            requester=user, kind=Kind.AMBASSADEUR, ambassadeur=slot.ambassadeur
        )
        .exclude(state=State.CLOSED)
        .order_by("-created_at")
        .first()
    )


def _check_slot(
    host: Ambassadeur,
    *,
    starts_at: datetime,
    minutes: int,
    places: int,
    now: datetime,
    but: Visit | None = None,
) -> None:
    message = ""
    others = Visit.objects.filter(ambassadeur__user=host.user_id).exclude(pk=but.pk if but else 0)
    others = others.exclude(state=VisitState.CANCELLED)
    if not MINUTES_MIN <= minutes <= MINUTES_MAX:
        message = "Une visite dure de 15 à 120 minutes."
    elif not 1 <= places <= host.max_visitors:
        message = f"Vous avez choisi de recevoir {host.max_visitors} personnes au plus par visite."
    elif starts_at <= now:
        message = "Choisissez une date à venir."
    elif starts_at > now + timedelta(days=limit("visit_ahead_days")):
        message = "Choisissez une date dans les six mois."
    elif _in_month(others.filter(ambassadeur=host), starts_at) >= host.max_visits_per_month:
        message = (
            f"Vous avez choisi {host.max_visits_per_month} visite(s) par mois au plus. "
            "Choisissez un autre mois, ou changez ce nombre dans votre mandat."
        )
    else:
        ends_at = starts_at + timedelta(minutes=minutes)
        near = others.filter(
            starts_at__lt=ends_at, starts_at__gt=starts_at - timedelta(minutes=MINUTES_MAX)
        )
        if any(other.ends_at > starts_at for other in near):
            message = "Vous avez déjà une visite à cette heure."
    if message:
        raise SlotRefused(message)


def _in_month(visits, moment: datetime) -> int:
    """How many are in the same month of Paris."""
    day = moment.astimezone(PARIS)
    first = day.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    after = (first + timedelta(days=32)).replace(day=1)
    return visits.filter(starts_at__gte=first, starts_at__lt=after).count()


def _must_host(actor: User, slot: Visit) -> None:
    if not is_host(actor, slot):
        message = "Seule la personne qui propose cette visite peut faire cela."
        raise NotHost(message)


def _must_be_to_come(slot: Visit, now: datetime) -> None:
    if slot.state != VisitState.PROPOSED or slot.starts_at <= now:
        message = "Cette visite a été annulée, ou elle est passée."
        raise VisitOver(message)


def _locked_host(pk: int) -> Ambassadeur:
    return (
        Ambassadeur.objects.select_for_update(of=("self",))
        .select_related("copropriete__commune", "user")
        .get(pk=pk)
    )


def _locked(visit: Visit) -> Visit:
    return (
        Visit.objects.select_for_update(of=("self",))
        .select_related("ambassadeur__user", "ambassadeur__copropriete__commune")
        .get(pk=visit.pk)
    )
