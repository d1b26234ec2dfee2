"""What the pages of visits show, read for one person."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.coproprietes.projects.services import buildings_of
from ambassadeurs.demandes.perms import other_person
from ambassadeurs.demandes.recipients import why_not_ask
from cms.site.selectors import service_name
from communaute.comptes.models import User
from socle.ics import Event, uid_of_visit

from .enums import BookingState, VisitState
from .errors import BookingRefused
from .forms import NeighbourForm
from .models import Booking, Visit
from .numbers import NUMBERS
from .perms import (
    can_approve_any,
    can_see_place,
    is_host,
    is_near,
    is_too_late,
    may_ask_host,
    may_host,
    takes_visitors,
    thread_with_host,
    times,
)
from .querysets import HOLDING
from .services import take_place
from .slots import EXPECTED, expected

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ambassadeurs.demandes.models import Demande

    # Pages are asked by anybody; those for people signed in are behind `login_required`.
    Person = User | AnonymousUser
    from django.db.models import QuerySet

SHOWN = 50
# Said on the page after booking.
WORDS: dict[str, str] = {
    BookingState.CONFIRMED: "Votre place est réservée. Un courriel vous le confirme.",
    BookingState.WAITING_LIST: "Vous êtes sur la liste d’attente. Un courriel vous préviendra.",
    BookingState.REQUESTED: "Votre place est gardée. Elle attend un accord.",
}

PLACE_TO_GIVE = "Lieu de rendez-vous : à indiquer sur la page de la visite."
GIVEN_BACK = "C’est noté : votre place est rendue. Merci d’avoir prévenu."
NO_LONGER_BOOKED = "C’est noté : vous n’êtes plus inscrit à cette visite, ni en attente."
WORDS_OF_TWO: dict[str, str] = {
    BookingState.CONFIRMED: "Vos deux places sont réservées. Un courriel part à chacun.",
    BookingState.WAITING_LIST: "Vous êtes tous deux sur la liste d’attente. Un courriel préviendra "
    "chacun.",
}
# One of the two places after the other, when they are not alike. Absences are told to nobody else.
MINE: dict[str, str] = {
    BookingState.CONFIRMED: "Vous avez une place",
    BookingState.WAITING_LIST: "Vous êtes sur la liste d’attente",
    BookingState.REQUESTED: "Votre place est gardée, elle attend un accord",
}


def said(booking: Booking, neighbour: User | None, *, was_booked: bool = False) -> str:
    """What the page says to who has just booked, alone or for a neighbour too; `was_booked`: for
    the neighbour alone, one's own place being taken before."""
    if neighbour is None:
        return WORDS[booking.state]
    other = booking.visit.bookings.get(user=neighbour).state
    if was_booked:
        waits = other == BookingState.WAITING_LIST
        where = "sur la liste d’attente" if waits else "inscrit à cette visite"
        return f"{neighbour.public_name} est {where}. Un courriel le lui dit."
    if other == booking.state and other in WORDS_OF_TWO:
        return WORDS_OF_TWO[other]
    name = neighbour.public_name
    waits = other == BookingState.WAITING_LIST
    theirs = f"{name} est sur la liste d’attente" if waits else f"une place est gardée pour {name}"
    return f"{MINE[booking.state]}\u00a0; {theirs}. Un courriel part à chacun."


def hosts_of(user: Person, now: datetime) -> list[Ambassadeur]:
    """One's mandates that may host a visit now."""
    mandates = Ambassadeur.objects.public().filter(user=user.pk).select_related("copropriete")
    return [mandate for mandate in mandates.order_by("pk") if may_host(mandate, now)]


def mine(user: Person, now: datetime) -> dict[str, Any]:
    """Two lists to come, two lists past, newest first; 50 at most of each. Four queries."""
    hosted = list(
        Visit.objects.filter(ambassadeur__user=user.pk).for_list().order_by("-starts_at")[:SHOWN]
    )
    booked = list(
        Booking.objects.filter(user=user.pk)
        .exclude(state=BookingState.CANCELLED)
        .with_company()
        .select_related("visit__ambassadeur__copropriete__commune")
        .order_by("-visit__starts_at")[:SHOWN]
    )
    for booking in booked:
        booking.with_me = _beside(booking, _companion_booking(booking))
    return {
        "can_host": bool(hosts_of(user, now)),
        "hosted_next": [v for v in reversed(hosted) if v.ends_at > now],
        "hosted_past": [v for v in hosted if v.ends_at <= now],
        "booked_next": [b for b in reversed(booked) if b.visit.ends_at > now],
        "booked_past": [b for b in booked if b.visit.ends_at <= now],
        "to_approve": _to_approve(user, now).count() if can_approve_any(user) else 0,
        "now": now,
    }


def detail_context(user: Person, visit: Visit) -> dict[str, Any]:
    """The page of one slot, with what this person may see and do."""
    now = timezone.now()
    signed_in = user.is_authenticated
    mine = visit.bookings.filter(user=user.pk).with_company().select_related("demande")
    booking = mine.first() if signed_in else None
    host = is_host(user, visit)
    is_open = visit.state == VisitState.PROPOSED and visit.starts_at > now
    holds = booking is not None and booking.state in (
        BookingState.REQUESTED,
        BookingState.CONFIRMED,
        BookingState.WAITING_LIST,
    )
    is_offered = is_open and visit.is_published and not host
    may_bring = signed_in and is_offered
    can_book = is_offered and not holds and takes_visitors(visit.ambassadeur, now)
    free_until = visit.starts_at - timedelta(hours=NUMBERS.cancel_hours)
    people = people_of(visit) if host else []
    waiting = sum(one.state == BookingState.WAITING_LIST for one in people)
    # Once the visit is over, who was given no answer was never registered.
    unanswered = 0 if is_open else sum(one.state == BookingState.REQUESTED for one in people)
    return {
        "visit": visit,
        "booking": booking,
        "is_host": host,
        "is_open": is_open,
        "holds": holds,
        "was_expected": booking is not None
        and visit.starts_at <= now
        and booking.state in EXPECTED,
        # Asked only where it is said, once the visit began.
        "thread": partial(thread_with_host, user, booking),
        "may_ask": partial(may_ask_host, user, visit.ambassadeur),
        "ahead": _ahead(visit, booking, now) if booking else 0,
        "is_late": booking is not None and is_too_late(booking, now),
        "free_until": free_until if now <= free_until else None,
        "is_over": visit.ends_at <= now,
        "place_is_erased": visit.ends_at <= now - timedelta(days=NUMBERS.erase_days),
        "can_book": can_book,
        "apart": why_not_ask(user, visit.ambassadeur) if can_book and visit.ambassadeur else "",
        "left": max(0, visit.places - visit.taken),
        "form": _neighbours(user, visit, booking) if may_bring else None,
        "with_me": _companion_booking(booking) if booking and holds else None,
        "sees_place": can_see_place(user, visit, booking, now),
        "place_is_near": is_near(visit, now),
        "people": people,
        "places_taken": len(people) - waiting - unanswered,
        "waiting": waiting,
        "unanswered": unanswered,
        "can_say_who_came": host and visit.starts_at <= now and _was_kept(visit),
    }


def _neighbours(user: User, visit: Visit, booking: Booking | None) -> NeighbourForm | None:
    """To choose who comes too: people of one's building who are not registered; None when there
    is nobody, or somebody comes already."""
    if booking and _companion_booking(booking):
        return None
    here = visit.bookings.exclude(state=BookingState.CANCELLED).values("user")
    neighbours = neighbours_of(user).exclude(pk__in=here)
    comes = booking is not None and booking.state != BookingState.CANCELLED
    return NeighbourForm(neighbours=neighbours, alone=not comes) if neighbours.exists() else None


def _companion_booking(booking: Booking) -> Booking | None:
    """The place of who comes with this person, not given up; of a booking read `with_company`."""
    other = booking.taken_with or next(iter(booking.neighbours.all()), None)
    return other if other and other.state != BookingState.CANCELLED else None


def _beside(booking: Booking, other: Booking | None) -> Booking | None:
    """The `other` of two places, as long as both people have one, or neither, and both come."""
    both = {booking.state, other.state} if other and other.user.is_active else set()
    return other if len(both) == 1 or both == set(HOLDING) else None


def _ahead(visit: Visit, booking: Booking, now: datetime) -> int:
    """How many wait for a place before this person."""
    if booking.state != BookingState.WAITING_LIST:
        return 0
    before = Q(booked_at__lt=booking.booked_at) | Q(booked_at=booking.booked_at, pk__lt=booking.pk)
    return visit.bookings.promotable(now).filter(before).count()


def _was_kept(visit: Visit) -> bool:
    """Not cancelled in time: its host may say, and say again, how it went."""
    return visit.state != VisitState.CANCELLED or expected(visit).exists()


def people_of(visit: Visit) -> list[Booking]:
    """Who comes, who waits: for the host."""
    rows = visit.bookings.exclude(state=BookingState.CANCELLED)
    people = side_by_side(list(rows.select_related("user", "taken_with__user")))
    for one in people:
        one.with_me = _beside(one, one.taken_with)
    return people


def places_between(user: User, demande: Demande) -> list[Booking]:
    """Places to come of this person at visits of the other one of a thread, and the reverse: what
    ends when one blocks the other."""
    other = other_person(user, demande)
    if other is None:
        return []
    places = Booking.objects.between(user.pk, other).to_come(timezone.now())
    return list(places.select_related("visit").order_by("visit__starts_at"))


def roll_of(visit: Visit) -> list[Booking]:
    """Who was to come, for the host to say who came."""
    return side_by_side(list(expected(visit).select_related("user", "taken_with__user")))


def side_by_side(people: list[Booking]) -> list[Booking]:
    """In the order of their places, those who come with somebody right after them."""
    at = {one.pk: (one.booked_at, one.pk) for one in people}
    return sorted(
        people,
        key=lambda one: (at.get(one.taken_with_id, at[one.pk]), one.taken_with_id or 0, one.pk),
    )


def came(visit: Visit, people: list[Booking]) -> dict[str, Any]:
    """Initial answer: what the host said before; at first, that everybody came."""
    return {
        "held": "non" if visit.state == VisitState.CANCELLED else "oui",
        "present": [str(b.pk) for b in people if b.state != BookingState.ABSENT],
    }


def approvals(user: Person, now: datetime) -> dict[str, Any]:
    since = now - timedelta(days=NUMBERS.absence_days)
    bookings = list(
        _to_approve(user, now)
        .select_related("user", "visit__ambassadeur__copropriete__commune")
        .order_by("visit__starts_at", "pk")[:SHOWN]
    )
    faults = (
        Booking.objects.faults_since(since)
        .filter(user__in={booking.user_id for booking in bookings})
        .values_list("user", flat=True)
    )
    counts: dict[int, int] = {}
    for person in faults:
        counts[person] = counts.get(person, 0) + 1
    return {"rows": [(booking, counts.get(booking.user_id, 0)) for booking in bookings]}


def event(
    user: Person, visit: Visit, booking: Booking | None, now: datetime, base_url: str
) -> Event | None:
    """The calendar entry for the host and people who hold or held a place; None for others, and
    once the host has closed their account.

    The version of the file grows with each change of the visit or of one's booking, and when the
    place appears: whatever hides the place again is such a change.
    """
    if visit.ambassadeur is None:
        return None
    host = is_host(user, visit)
    if not host and (booking is None or booking.state == BookingState.WAITING_LIST):
        return None
    gone = booking is not None and booking.state == BookingState.CANCELLED
    is_off = gone or visit.state == VisitState.CANCELLED
    copropriete = visit.ambassadeur.copropriete
    is_place_open = can_see_place(user, visit, booking, now)
    sees_place = is_place_open and bool(visit.meeting_point)
    version = visit.sequence + (booking.sequence if booking else 0)
    url = f"{base_url}{visit.get_absolute_url()}"
    is_asked = booking is not None and booking.state == BookingState.REQUESTED
    later = PLACE_TO_GIVE if host else _place_later(visit, now, needs_approval=is_asked)
    is_known = sees_place or is_off or visit.starts_at <= now
    about = "" if is_known else f"{later}\n"
    return Event(
        uid=uid_of_visit(visit.public_id),
        sequence=version * 2 + is_place_open,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        stamped_at=now,
        summary=f"Visite de la chaufferie : {copropriete.name}",
        description=f"{about}{url}",
        location=visit.meeting_point if sees_place else copropriete.commune.name,
        url=url,
        organizer_name=service_name(),
        organizer_email=settings.CONTACT_EMAIL,
        is_cancelled=is_off,
        is_tentative=is_asked,
    )


def next_visit_of_host(now: datetime) -> Subquery:
    """SQL: when the next visit of an outer ambassador, a public one, starts."""
    rows = Visit.objects.proposed().published().filter(ambassadeur=OuterRef("pk"))
    return Subquery(rows.filter(starts_at__gt=now).order_by("starts_at").values("starts_at")[:1])


def buildings_to_visit(now: datetime) -> QuerySet[Visit, Any]:
    """SQL: keys of the copropriétés where anybody may take a place now, at a date to come."""
    rows = Visit.objects.bookable(now).with_free_places()
    return rows.order_by().values("ambassadeur__copropriete")


def next_booking(user: Person, now: datetime) -> Booking | None:
    """The first visit to come at which they have a sure place, with the host’s building."""
    booked = Booking.objects.filter(
        user=user.pk,
        state=BookingState.CONFIRMED,
        visit__state=VisitState.PROPOSED,
        visit__starts_at__gt=now,
    )
    visits = booked.select_related("visit__ambassadeur__copropriete").order_by("visit__starts_at")
    return visits.first()


def next_visits(host: Any) -> list[Visit]:
    """The three next slots of an ambassador or of a copropriété, soonest first. One query."""
    is_person = isinstance(host, Ambassadeur)
    chosen = {"ambassadeur": host} if is_person else {"ambassadeur__copropriete": host}
    visits = Visit.objects.bookable(timezone.now()).filter(**chosen)
    return list(visits.with_places().order_by("starts_at", "pk")[:3])


def _to_approve(user: Person, now: datetime):
    return Booking.objects.to_approve(user, now).exclude(user=user.pk)


def _place_later(visit: Visit, now: datetime, *, needs_approval: bool) -> str:
    """When the meeting point will be shown, as mails say it."""
    told = {"place_hours": NUMBERS.place_hours, "needs_approval": needs_approval}
    return render_to_string("visites/_place_later.txt", told | times(visit, now))


# Two people of a building book one visit together: two places, each of which either gives up.


def neighbours_of(person: User) -> QuerySet[User]:
    """The other people of the buildings this person takes part in, by name."""
    others = User.objects.filter(
        copropriete_memberships__copropriete__in=buildings_of(person).order_by(), is_active=True
    )
    return others.exclude(pk=person.pk).distinct().order_by("display_name", "pk")


@transaction.atomic
def book_together(*, actor: User, visit: Visit, neighbour: User) -> Booking:
    """Take a place for oneself, as `book_visit`, and one for somebody of one’s building, who is
    told; two ranks on the waiting list when the visit is full. Returns the place of the actor.

    Raises VisitOver, BookingRefused (not of the building, has a place already, a single place is
    left, or the host refuses one of the two).
    """
    now = timezone.now()
    slot = Visit.objects.locked().get(pk=visit.pk)
    if not neighbours_of(actor).filter(pk=neighbour.pk).exists():
        raise BookingRefused("Cette personne ne fait pas partie de votre immeuble.")
    booked = slot.bookings.exclude(state=BookingState.CANCELLED)
    if booked.filter(user=neighbour).exists():
        message = f"{neighbour.public_name} est déjà inscrit à cette visite."
        if not booked.filter(user=actor).exists():
            message = f"{message} Réservez la vôtre."
        raise BookingRefused(message)
    wanted = 1 if booked.filter(user=actor).exists() else 2
    if 0 < slot.places - slot.bookings.holding_a_place().count() < wanted:
        message = "Il ne reste qu’une place : réservez-la pour vous, ou choisissez une autre date."
        raise BookingRefused(message)
    mine = take_place(slot, actor, now, brings=True)
    try:
        take_place(slot, neighbour, now, taken_with=mine)
    except BookingRefused as error:
        # Why is between the host and that person.
        message = f"{neighbour.public_name} ne peut pas être inscrit à cette visite."
        raise BookingRefused(message) from error
    return mine
