"""Reading the table of a syndic."""

from typing import Self

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.demandes.enums import OVER
from ambassadeurs.demandes.models import Demande

BY_NAME, BY_DISTANCE, BY_ASSEMBLY = "nom", "distance", "ag"


class ManagedBuildingQuerySet(models.QuerySet):
    def for_table(self) -> Self:
        """With all that a line shows: `open_demandes`, requests of who works here that are still
        open, of projects that have not ended, as far as it was told; the day of the next assembly,
        and of the last one that nobody told of."""
        is_not_told = models.Q(told_from__gt=timezone.now())
        still_open = (
            Demande.objects.open_as_told()
            .filter(is_not_told | ~models.Q(desk_status__in=OVER))
            .filter(
                copropriete=models.OuterRef("copropriete"),
                requester__memberships__organisation=models.OuterRef("organisation"),
            )
            .order_by()
            .values("copropriete")
            .annotate(number=models.Count("pk"))
            .values("number")
        )
        today = timezone.localdate()
        held = Assemblee.objects.filter(copropriete=models.OuterRef("copropriete"))
        coming, past = held.to_come(today), held.without_result(today)
        rows = self.annotate(
            open_demandes=Coalesce(models.Subquery(still_open), 0),
            next_assembly_on=models.Subquery(coming.values("held_on")[:1]),
            past_assembly_on=models.Subquery(past.values("held_on")[:1]),
            past_assembly=models.Subquery(past.values("pk")[:1]),
        )
        return rows.select_related(
            "copropriete__commune", "copropriete__nearest_reseau", "copropriete__reseau"
        )

    def in_order(self, by: str = BY_NAME) -> Self:
        """By name; by distance, the nearest first; by assembly, the next one first (`for_table`):
        one that is past says nothing of the next."""
        if by == BY_DISTANCE:
            first = [F("copropriete__distance_m").asc(nulls_last=True)]
        elif by == BY_ASSEMBLY:
            first = [F("next_assembly_on").asc(nulls_last=True)]
        else:
            first = []
        return self.order_by(*first, "copropriete__name", "pk")

    def waiting(self) -> Self:
        """Those whose place was not looked for yet."""
        return self.filter(settled_at__isnull=True).order_by("pk")
