from typing import Self

from django.db import models

from communaute.territoires.models import Commune
from socle.hooks import hooked

from .enums import ReseauKind, ReseauStatus


class ReseauQuerySet(models.QuerySet):
    def heat(self) -> Self:
        return self.filter(kind=ReseauKind.CHALEUR)

    def in_service(self) -> Self:
        return self.filter(status=ReseauStatus.EXISTANT)

    def for_list(self) -> Self:
        return self.select_related("commune", "departement", "exploitant")

    def serving(self, commune: Commune) -> Self:
        """Networks of a commune: those published as serving it, and those that a building shown
        there is connected to. A city answers for its arrondissements and the reverse."""
        codes = [code for code in (commune.pk, commune.parent_id) if code]
        served = Commune.objects.filter(models.Q(pk__in=codes) | models.Q(parent=commune.pk))
        # Looked up, not joined: PostgreSQL takes 20 ms to plan the lists of networks otherwise.
        there = self.model._default_manager.filter(communes__in=served)
        found = models.Q(pk__in=there.order_by().values("pk"))
        for of_buildings in hooked("reseaux.networks_of_buildings"):
            found |= models.Q(pk__in=of_buildings(served))
        return self.filter(found)

    def without_trace_in(self, commune: Commune) -> Self:
        """Open heat networks in service in the commune whose pipes are not published."""
        return self.heat().in_service().filter(has_trace=False, is_open=True).serving(commune)


class TraceQuerySet(models.QuerySet):
    def of_heat_meeting(self, west: float, south: float, east: float, north: float) -> Self:
        """Pipes of heat whose rectangle meets this one (Lambert-93 metres), the longest first."""
        rows = self.filter(
            reseau__kind=ReseauKind.CHALEUR,
            west__lte=east,
            east__gte=west,
            south__lte=north,
            north__gte=south,
        )
        return rows.select_related("reseau").order_by(models.F("length_m").desc(), "pk")
