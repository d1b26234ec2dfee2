"""Background work of the room."""

from __future__ import annotations

from django.tasks import task

from ambassadeurs.coproprietes.projets.pages import locate

from .models import ManagedBuilding
from .services import settle


@task
def settle_buildings() -> int:
    """Places and distances of the buildings that came by a file; returns how many were settled.

    Each in its own transaction, the geocoder asked outside of it; a second call finds nothing.
    """
    done = last = 0
    waiting = ManagedBuilding.objects.waiting().select_related("copropriete__commune")
    while managed := waiting.filter(pk__gt=last).first():
        row, last = managed.copropriete, managed.pk
        known = (row.longitude, row.latitude) if row.longitude and row.latitude else None
        done += settle(managed.pk, known or locate(row.address, row.commune))
    return done
