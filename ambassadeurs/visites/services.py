"""Visits: the host opens, changes, cancels a slot and says who came; people book and give up.

Every service locks the row of the visit (or of the host) first, so that of two people at the last
place one is on the waiting list.
"""

from copy import copy
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.recipients import why_not_ask
from ambassadeurs.demandes.services import messages
from communaute.comptes.connection_log import note_published
from communaute.comptes.models import User
from communaute.moderation.sanction_rules import why_not_message
from socle.public_pages import touch_public_pages

from . import notify
from .enums import BookingState, VisitState
from .errors import BookingRefused, NotHost, SlotRefused, VisitChanged, VisitOver
from .models import Booking, Visit
from .notify_followers import announce_to_followers
from .numbers import NUMBERS
from .perms import (
    can_approve,
    is_host,
    is_near,
    is_too_late,
    may_host,
    takes_visitors,
    why_no_roll,
)
from .querysets import HOLDING
from .slots import check_slot, check_to_come, expected, reminded_by, thread_of, waiting_for_a_date


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
    """Open a slot of 15 to 120 minutes, within the host's capacity; who asked for a visit is told:
    that is the answer to their request.

    Raises NotHost (somebody else's mandate, not verified, expired or on pause), SlotRefused.
    """
    now, starts_at = now or timezone.now(), starts_at.astimezone(UTC)
    if reason := why_not_message(actor):
        raise NotHost(reason)
    asked = waiting_for_a_date(ambassadeur, now)
    host = _locked_host(ambassadeur.pk)
    if host.user_id != actor.pk or not may_host(host, now):
        raise NotHost(
            "Vous ne pouvez pas proposer de visite en ce moment : "
            "votre mandat n’est pas vérifié, a pris fin, ou est en pause."
        )
    check_slot(host, starts_at=starts_at, minutes=minutes, places=places, now=now)
    commune = host.copropriete.commune
    visit = Visit.objects.create(
        ambassadeur=host,
        author=actor,
        commune=commune,
        departement=commune.departement,
        starts_at=starts_at,
        minutes=minutes,
        places=places,
        meeting_point=meeting_point.strip(),
        language=language.strip() or "français",
        adviser_invited=adviser_invited,
    )
    note_published(visit, account=actor.pk, now=now)
    # A slot says more than the box: the directory must find this host under "visites".
    Ambassadeur.objects.filter(pk=host.pk).update(takes_visits=True)
    for person in dict.fromkeys(demande.requester for demande in asked if demande.requester):
        notify.proposed(visit, person)
    for demande in asked:
        messages.answer_with_a_date(demande, now)
    if adviser_invited:
        notify.adviser(visit, news="invited")
    announce_to_followers(visit, but=[demande.requester_id for demande in asked])
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
    sequence: int | None = None,
    now: datetime | None = None,
) -> Visit:
    """Change a slot to come. People who hold a place or wait for one are told of a new time; the
    first, that the place changed once it is shown to them, never which; then of what else changed.

    `sequence`: that of the slot that the page showed. Raises NotHost, VisitOver, VisitChanged,
    SlotRefused (also when fewer places than people).
    """
    now, starts_at = now or timezone.now(), starts_at.astimezone(UTC)
    _must_host(actor, visit)
    host = _locked_host(visit.host.pk)
    slot = Visit.objects.locked().get(pk=visit.pk)
    _must_host(actor, slot)
    check_to_come(slot, now)
    if sequence not in (None, slot.sequence):
        raise VisitChanged(slot.sequence)
    check_slot(host, starts_at=starts_at, minutes=minutes, places=places, now=now, but=slot)
    people = list(slot.bookings.holding_a_place().select_related("user"))
    if places < len(people):
        message = f"{len(people)} personnes sont déjà inscrites : gardez au moins autant de places."
        raise SlotRefused({"places": message})
    was = copy(slot)
    other_place = is_near(slot, now) and slot.meeting_point != meeting_point.strip()
    slot.starts_at, slot.minutes, slot.places = starts_at, minutes, places
    slot.meeting_point, slot.language = meeting_point.strip(), language.strip() or "français"
    was_invited, slot.adviser_invited = slot.adviser_invited, adviser_invited
    slot.sequence += 1
    other_time = (was.starts_at, was.minutes) != (starts_at, minutes)
    if adviser_invited and not was_invited:
        notify.adviser(slot, news="invited")
    elif was_invited and not adviser_invited:
        notify.adviser(slot, news="uninvited", was=was)
    elif adviser_invited and other_time:
        news = "moved" if was.starts_at != starts_at else "duration"
        notify.adviser(slot, news=news, was=was)
    if other_time:
        slot.host_reminded_at = None
        slot.bookings.update(reminded_at=reminded_by(slot, now))
    if other_time or other_place:
        slot.bookings.update(place_told_at=None)
        for booking in people:
            notify.changed(slot, booking, was=was, place=other_place)
    slot.save()
    note_published(slot, account=actor.pk, now=now)
    _fill_places(slot, now, was=was.starts_at if was.starts_at != starts_at else None)
    waiting = slot.bookings.filter(state=BookingState.WAITING_LIST).select_related("user")
    for booking in waiting if other_time else ():
        notify.changed(slot, booking, was=was, place=False)
    touch_public_pages()
    return slot


@transaction.atomic
def cancel_visit(
    *, actor: User | None, visit: Visit, note: str = "", now: datetime | None = None
) -> Visit:
    """Cancel a slot to come and tell everybody; again changes nothing.

    `actor` None is the clock (the host's mandate ended): what everybody had is kept, for the
    return of the host (`endings.give_back`). Raises NotHost, VisitOver.
    """
    now = now or timezone.now()
    slot = Visit.objects.locked().get(pk=visit.pk)
    if actor is not None:
        _must_host(actor, slot)
    if slot.state == VisitState.CANCELLED:
        return slot
    check_to_come(slot, now)
    slot.state = VisitState.CANCELLED
    slot.sequence += 1
    slot.orphaned_at = now if actor is None else None
    slot.save(update_fields=["state", "sequence", "orphaned_at"])
    if slot.adviser_invited:
        notify.adviser(slot, news="cancelled")
    concerned = slot.bookings.filter(state__in=[*HOLDING, BookingState.WAITING_LIST])
    for booking in concerned.select_related("user"):
        notify.cancelled(slot, booking, note=note.strip())
    if actor is None:
        concerned.update(orphaned_state=F("state"))
    concerned.update(state=BookingState.CANCELLED, cancelled_at=now)
    touch_public_pages()
    return slot


@transaction.atomic
def book_visit(*, actor: User, visit: Visit, now: datetime | None = None) -> Booking:
    """Take a place, or a rank on the waiting list; twice is once.

    Two absences in six months: the place is kept, the agency decides. Raises VisitOver,
    BookingRefused (one's own visit, or one of the two blocked the other).
    """
    return take_place(Visit.objects.locked().get(pk=visit.pk), actor, now or timezone.now())


def take_place(
    slot: Visit,
    person: User,
    now: datetime,
    *,
    taken_with: Booking | None = None,
    brings: bool = False,
) -> Booking:
    """`book_visit` of a slot that is locked; `taken_with`: the place of who takes it for them, who
    `brings` them."""
    if reason := why_not_message(person):
        raise BookingRefused(reason)
    if is_host(person, slot):
        raise BookingRefused("C’est votre visite : vous n’avez pas besoin d’y réserver une place.")
    if slot.ambassadeur and (reason := why_not_ask(person, slot.ambassadeur)):
        raise BookingRefused(reason)
    check_to_come(slot, now)
    if not slot.is_published or not takes_visitors(slot.ambassadeur, now):
        raise VisitOver("Cette visite n’est plus proposée.")
    booking = slot.bookings.filter(user=person).first()
    if booking and booking.state != BookingState.CANCELLED:
        return booking
    booking = booking or Booking(visit=slot, user=person)
    booking.visit, booking.taken_with = slot, taken_with
    booking.needs_approval = needs_approval(person, now=now)
    is_full = slot.bookings.holding_a_place().count() >= slot.places
    booking.state = BookingState.WAITING_LIST if is_full else _holding_state(booking)
    booking.sequence += 1
    booking.cancelled_at = None
    booking.reminded_at, booking.place_told_at = reminded_by(slot, now), None
    booking.demande = thread_of(person, slot)
    booking.booked_at = now
    booking.save()
    # `auto_now_add` writes the clock of the machine at the first save.
    Booking.objects.filter(pk=booking.pk).update(booked_at=now)
    booking.booked_at = now
    notify.booked(booking, brings=brings)
    if booking.state == BookingState.REQUESTED:
        notify.to_approve(booking)
    touch_public_pages()
    return booking


@transaction.atomic
def give_up(
    *, actor: User, visit: Visit, is_taken_back: bool = False, now: datetime | None = None
) -> Booking:
    """Give one's place back; the first of the waiting list gets it. Again changes nothing.

    Without fault until 24 hours before, for a place had later than that, and for one that
    `is_taken_back` by the clock: the person does not give it up. Raises VisitOver, BookingRefused
    (no place to give up).
    """
    now = now or timezone.now()
    slot = Visit.objects.locked().get(pk=visit.pk)
    booking = slot.bookings.select_related("user").filter(user=actor).first()
    if booking is None:
        raise BookingRefused("Vous n’êtes pas inscrit à cette visite.")
    booking.visit = slot
    if booking.state == BookingState.CANCELLED:
        return booking
    check_to_come(slot, now)
    held = booking.state in HOLDING
    booking.cancelled_late |= not is_taken_back and is_too_late(booking, now)
    booking.state, booking.cancelled_at = BookingState.CANCELLED, now
    booking.sequence += 1
    booking.save(update_fields=["state", "sequence", "cancelled_at", "cancelled_late"])
    if held:
        notify.given_up(booking, instead=_fill_places(slot, now), is_taken_back=is_taken_back)
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
    slot = Visit.objects.locked().get(pk=booking.visit.pk)
    place = slot.bookings.select_related("user", "decided_by").get(pk=booking.pk)
    place.visit = slot
    if not can_approve(actor, place):
        message = "Seules l’agence du territoire et l’équipe nationale peuvent donner cet accord."
        raise NotHost(message)
    if place.state != BookingState.REQUESTED:
        message = "Cette inscription n’attend plus d’accord."
        if place.decided_by is not None:
            mine = place.decided_by == actor
            who = "Vous" if mine else f"Votre collègue {place.decided_by.public_name}"
            now_is = place.get_state_display().lower()
            message = f"{who} {'avez' if mine else 'a'} déjà décidé : l’inscription est {now_is}."
        raise VisitOver(message)
    check_to_come(slot, now)
    place.state = BookingState.CONFIRMED if accepted else BookingState.CANCELLED
    place.cancelled_at = None if accepted else now
    place.decided_by = actor
    place.sequence += 1
    place.save(update_fields=["state", "sequence", "cancelled_at", "decided_by"])
    if accepted:
        notify.approved(place)
    else:
        notify.refused(place)
        notify.given_up(place, instead=_fill_places(slot, now), is_refused=True)
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
    slot = Visit.objects.locked().get(pk=visit.pk)
    _must_host(actor, slot)
    people = expected(slot)
    if why := why_no_roll(slot, now, people=people.exists()):
        raise VisitOver(why)
    if held:
        came = set(people.filter(pk__in=present).values_list("pk", flat=True))
        people.exclude(pk__in=came).update(state=BookingState.ABSENT, cancelled_at=None)
        # Who gave up too late, then came all the same, is at no fault.
        slot.bookings.filter(pk__in=came).update(
            state=BookingState.ATTENDED, cancelled_at=None, cancelled_late=False
        )
        slot.state = VisitState.HELD
    else:
        people.update(state=BookingState.CANCELLED, cancelled_at=now)
        slot.bookings.update(cancelled_late=False)
        slot.state = VisitState.CANCELLED
    slot.sequence += 1
    slot.save(update_fields=["state", "sequence"])
    return slot


@transaction.atomic
def fill_places(*, visit: Visit, now: datetime) -> list[Booking]:
    """Give the places left by others than by `give_up` to the waiting list; returns who has one."""
    slot = Visit.objects.locked().get(pk=visit.pk)
    if slot.state != VisitState.PROPOSED or slot.starts_at <= now:
        return []
    given = _fill_places(slot, now)
    if given:
        touch_public_pages()
    return given


def needs_approval(user: User, *, now: datetime) -> bool:
    """Two no-shows in six months (places given up too late count)."""
    since = now - timedelta(days=NUMBERS.absence_days)
    return user.bookings.faults_since(since).count() >= NUMBERS.absences


def _holding_state(booking: Booking) -> BookingState:
    return BookingState.REQUESTED if booking.needs_approval else BookingState.CONFIRMED


def _fill_places(slot: Visit, now: datetime, *, was: datetime | None = None) -> list[Booking]:
    """Give free places to the waiting list, first come first served, but to those who may not have
    one now; returns who has one now. `was`: when it was to be held, if it has just moved."""
    free = slot.places - slot.bookings.holding_a_place().count()
    waiting = slot.bookings.promotable(now).select_related("user")
    promoted = list(waiting.order_by("booked_at", "pk")[: max(0, free)])
    for booking in promoted:
        booking.visit, booking.state = slot, _holding_state(booking)
        booking.sequence += 1
        booking.reminded_at = reminded_by(slot, now)
        booking.save(update_fields=["state", "sequence", "reminded_at"])
        notify.promoted(booking, was=was)
        if booking.state == BookingState.REQUESTED:
            notify.to_approve(booking)
    return promoted


def _must_host(actor: User, slot: Visit) -> None:
    if not is_host(actor, slot):
        raise NotHost("Seule la personne qui propose cette visite peut faire cela.")


def _locked_host(pk: int) -> Ambassadeur:
    return (
        Ambassadeur.objects.select_for_update(of=("self",))
        .select_related("copropriete__commune", "user")
        .get(pk=pk)
    )
