"""What people asked this host before: a visit without date yet, a conversation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.enums import Kind, Purpose, State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.visites.models import Booking, Visit
from communaute.comptes.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def asking_for_a_date(host: Ambassadeur, now: datetime) -> QuerySet[Demande]:
    """Open requests for a visit to this host, of people who have no place yet."""
    placed = Booking.objects.holding_a_place().filter(
        visit__ambassadeur=host, visit__starts_at__gt=now
    )
    threads = Demande.objects.open().filter(
        ambassadeur=host, purpose=Purpose.VISITE, requester__isnull=False
    )
    return threads.exclude(requester__in=placed.values("user")).order_by("created_at", "pk")


def waiting_for_a_date(host: Ambassadeur, now: datetime) -> list[Demande]:
    """The same, locked. To lock before the host, as messages and the clock do."""
    threads = asking_for_a_date(host, now).select_for_update(of=("self",))
    return list(threads.select_related("requester"))


def thread_of(user: User, slot: Visit) -> Demande | None:
    """The conversation the two already have, if any."""
    return (
        Demande.objects.filter(requester=user, kind=Kind.AMBASSADEUR, ambassadeur=slot.ambassadeur)
        .exclude(state=State.CLOSED)
        .order_by("-created_at")
        .first()
    )
