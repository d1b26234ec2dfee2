"""Two people of a building book one visit together: two places, each of which either gives up."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes.projets.services import buildings_of
from communaute.comptes.models import User

from .enums import BookingState
from .errors import BookingRefused
from .models import Booking, Visit
from .services import take_place

if TYPE_CHECKING:
    from django.db.models import QuerySet

TWO = 2


def neighbours_of(person: User) -> QuerySet[User]:
    """The other people of the buildings this person takes part in, by name."""
    others = User.objects.filter(
        copropriete_memberships__copropriete__in=buildings_of(person).order_by(), is_active=True
    )
    return others.exclude(pk=person.pk).distinct().order_by("display_name", "pk")


@transaction.atomic
def book_together(
    *, actor: User, visit: Visit, neighbour: User, now: datetime | None = None
) -> Booking:
    """Take a place for oneself, as `book_visit`, and one for somebody of one’s building, who is
    told; two ranks on the waiting list when the visit is full. Returns the place of the actor.

    Raises VisitOver, BookingRefused (not of the building, has a place already, a single place is
    left, or the host refuses one of the two).
    """
    now = now or timezone.now()
    slot = Visit.objects.locked().get(pk=visit.pk)
    if not neighbours_of(actor).filter(pk=neighbour.pk).exists():
        message = "Cette personne ne fait pas partie de votre immeuble."
        raise BookingRefused(message)
    booked = slot.bookings.exclude(state=BookingState.CANCELLED)
    if booked.filter(user=neighbour).exists():
        message = f"{neighbour.public_name} est déjà inscrit à cette visite."
        if not booked.filter(user=actor).exists():
            message = f"{message} Réservez la vôtre."
        raise BookingRefused(message)
    wanted = 1 if booked.filter(user=actor).exists() else TWO
    if 0 < slot.places - slot.bookings.holding_a_place().count() < wanted:
        message = "Il ne reste qu’une place : réservez-la pour vous, ou choisissez une autre date."
        raise BookingRefused(message)
    mine = take_place(slot, actor, now)
    try:
        take_place(slot, neighbour, now, taken_with=mine)
    except BookingRefused as error:
        # Why is between the host and that person.
        message = f"{neighbour.public_name} ne peut pas être inscrit à cette visite."
        raise BookingRefused(message) from error
    return mine
