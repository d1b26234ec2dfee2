"""Background work of the room."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from ambassadeurs.coproprietes.projets.placing import locate
from ambassadeurs.reseaux.adresse.geocoding import ALONE_S, is_left_alone

from .models import ManagedBuilding
from .services import settle


@task
def settle_buildings() -> int:
    """Places and distances of the buildings that came by a file; returns how many were settled.

    Each in its own transaction, the geocoder asked outside of it; a second call finds nothing.
    While the geocoder is left alone the others wait for it: the task comes back.
    """
    done = last = 0
    waiting = ManagedBuilding.objects.waiting().select_related("copropriete__commune")
    while managed := waiting.filter(pk__gt=last).first():
        row, last = managed.copropriete, managed.pk
        if is_left_alone():
            later = timezone.now() + timedelta(seconds=ALONE_S)
            settle_buildings.using(run_after=later).enqueue()
            break
        known = (row.longitude, row.latitude) if row.longitude and row.latitude else None
        done += settle(managed.pk, known or locate(row.address, row.commune).point)
    return done
