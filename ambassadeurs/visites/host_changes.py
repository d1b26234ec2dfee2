"""What becomes of visits when the mandate of their host ends, when the host returns, and of the
places between two people when one blocks the other."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes.mandats.steps import Ending
from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.comptes.models import User
from socle.french import quantity
from socle.public_pages import touch_public_pages

from . import notify
from .enums import BookingState, VisitState
from .errors import SlotRefused
from .models import Booking, Visit
from .querysets import HOLDING
from .services import fill_places
from .slots import check_slot, reminded_by


def to_cancel(host: Ambassadeur) -> dict[str, Any]:
    """How many visits are to come, and how many people hold a place or wait for one."""
    visits = Visit.objects.proposed().filter(ambassadeur=host, starts_at__gt=timezone.now())
    people = Booking.objects.filter(
        visit__in=visits, state__in=[*HOLDING, BookingState.WAITING_LIST]
    )
    return {"visits": visits.count(), "people": people.count()}


@transaction.atomic
def give_back(host: Ambassadeur, since: datetime) -> str:
    """Plan again the visits to come that the clock cancelled since the mandate ended, each person
    as they were, and tell them; says how many.

    One that the host can no longer hold (another one at that time) stays cancelled.
    """
    now = timezone.now()
    if not Ambassadeur.objects.public().filter(pk=host.pk).exists():
        return ""
    gone = Visit.objects.locked().filter(
        ambassadeur=host,
        state=VisitState.CANCELLED,
        orphaned_at__gte=since,
        starts_at__gt=now,
    )
    planned = [_plan_again(visit, now) for visit in gone.order_by("starts_at", "pk")]
    return _said(back=planned.count(True), lost=planned.count(False))


def _said(*, back: int, lost: int) -> str:
    sentences = []
    if back:
        are, they = ("est", "") if back == 1 else ("sont", "s")
        sentences.append(
            f"{quantity(back, 'visite')} annulée{they} {are} de nouveau prévue{they} : les "
            "personnes inscrites en sont prévenues."
        )
    if lost:
        stay, they = ("reste", "") if lost == 1 else ("restent", "s")
        sentences.append(
            f"{quantity(lost, 'visite')} {stay} annulée{they} : la date n’est plus libre."
        )
    return " ".join(sentences)


def take_apart(decider: User, other: int, now: datetime) -> None:
    """Nobody comes to a visit of whom they blocked, or who blocked them: the places are given back,
    at no fault, and none comes back with a host who left. Called before these two are apart (a
    hook), in the transaction that writes it.

    The other one is told that the place is lost, or that the visitor does not come.
    """
    places = Booking.objects.between(decider.pk, other)
    places.filter(visit__starts_at__gt=now).update(orphaned_state="")
    hosted = Visit.objects.locked().proposed().filter(starts_at__gt=now)
    visits = {
        visit.pk: visit
        for visit in hosted.filter(ambassadeur__user__in=[decider.pk, other]).order_by("pk")
    }
    there = places.to_come(now).filter(visit__in=visits)
    for booking in there.select_related("user").order_by("visit"):
        booking.visit = visits[booking.visit_id]
        held = booking.state in HOLDING
        booking.state, booking.cancelled_at = BookingState.CANCELLED, now
        booking.sequence += 1
        booking.save(update_fields=["state", "cancelled_at", "sequence"])
        instead = fill_places(visit=booking.visit, now=now)
        if booking.user_id != decider.pk:
            notify.place_lost(booking, was_waiting=not held)
            for place in instead:
                notify.comes(place)
        elif held:
            notify.given_up(booking, instead=instead)
    touch_public_pages()


def _plan_again(visit: Visit, now: datetime) -> bool:
    try:
        check_slot(
            visit.host,
            starts_at=visit.starts_at,
            minutes=visit.minutes,
            places=visit.places,
            now=now,
            but=visit,
        )
    except SlotRefused:
        return False
    visit.state, visit.orphaned_at = VisitState.PROPOSED, None
    visit.sequence += 1
    visit.save(update_fields=["state", "orphaned_at", "sequence"])
    if visit.adviser_invited:
        notify.adviser(visit, news="invited")
    for booking in visit.bookings.exclude(orphaned_state="").select_related("user"):
        booking.visit = visit
        booking.state, booking.orphaned_state = booking.orphaned_state, ""
        booking.cancelled_at = None
        booking.reminded_at = reminded_by(visit, now)
        booking.save(update_fields=["state", "orphaned_state", "cancelled_at", "reminded_at"])
        notify.restored(booking)
    return True


ENDING = Ending(template="visites/_ending.html", read=to_cancel, give_back=give_back)
