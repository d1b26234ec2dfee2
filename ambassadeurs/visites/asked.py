"""Who asked this host for a visit, and has no date yet."""

from __future__ import annotations

from datetime import datetime

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.mises_en_relation.enums import Purpose
from ambassadeurs.mises_en_relation.models import Demande
from ambassadeurs.visites.models import Booking


def waiting_for_a_date(host: Ambassadeur, now: datetime) -> list[Demande]:
    """Open requests for a visit to this host, of people who have no place yet; locked.

    To lock before the host, as messages and the clock do.
    """
    placed = Booking.objects.holding_a_place().filter(
        visit__ambassadeur=host, visit__starts_at__gt=now
    )
    threads = Demande.objects.open().filter(
        ambassadeur=host, purpose=Purpose.VISITE, requester__isnull=False
    )
    threads = threads.exclude(requester__in=placed.values("user")).order_by("created_at", "pk")
    return list(threads.select_for_update(of=("self",)).select_related("requester"))
