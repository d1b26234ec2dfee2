"""Visits in bulk, over three years and two months to come, with their places."""

from datetime import datetime, timedelta
from itertools import batched
from random import Random

from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Booking, Visit
from communaute.comptes.models import User

from .people import BATCH, create_people

GUESTS = 1_000
_PLACES = 8
_PAST = timedelta(days=3 * 365)
_TO_COME = timedelta(days=60)


def create_visits(random: Random, count: int) -> None:
    """`count` visits of the ambassadors there are; needs some."""
    if not count:
        return
    hosts = list(Ambassadeur.objects.select_related("copropriete__commune").order_by("pk"))
    guests = create_people(max(_PLACES, min(GUESTS, count)))
    first, whole = timezone.now() - _PAST, _PAST + _TO_COME
    for numbers in batched(range(count), BATCH, strict=False):
        with transaction.atomic():
            visits = Visit.objects.bulk_create(
                _visit(random, random.choice(hosts), first + whole * ((number + 1) / count))
                for number in numbers
            )
            Booking.objects.bulk_create(
                booking for visit in visits for booking in _bookings(random, visit, guests)
            )


def _visit(random: Random, host: Ambassadeur, starts_at: datetime) -> Visit:
    return Visit(
        ambassadeur=host,
        author_id=host.user_id,
        commune_id=host.copropriete.commune_id,
        departement_id=host.copropriete.commune.departement_id,
        starts_at=starts_at,
        minutes=random.choice((45, 60, 90)),
        places=_PLACES,
        meeting_point="Devant la chaufferie.",
        state=VisitState.HELD if starts_at < timezone.now() else VisitState.PROPOSED,
    )


def _bookings(random: Random, visit: Visit, guests: list[User]) -> list[Booking]:
    """Different people; of a visit that took place, one in five did not come."""
    came = (*[BookingState.ATTENDED] * 4, BookingState.ABSENT)
    return [
        Booking(
            visit=visit,
            user=guest,
            state=BookingState.CONFIRMED
            if visit.state == VisitState.PROPOSED
            else random.choice(came),
        )
        for guest in random.sample(guests, random.randint(0, _PLACES))
    ]
