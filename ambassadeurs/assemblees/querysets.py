from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from ambassadeurs.coproprietes.models import Copropriete

from .enums import State

if TYPE_CHECKING:
    from communaute.comptes.models import User


class AssembleeQuerySet(models.QuerySet):
    def visible_to(self, user: User | object) -> Self:
        """Those of one's buildings. Twin of `perms.can_read`."""
        return self.filter(copropriete__in=Copropriete.objects.of_member(user).order_by())

    def to_come(self, today: date) -> Self:
        """Those that are still to be held, the next one first."""
        return self.filter(state=State.TO_COME, held_on__gte=today).order_by("held_on", "pk")

    def without_result(self, today: date) -> Self:
        """Those whose day is past and of which nobody said how it went, the last one first."""
        past = self.filter(held_on__lt=today, result="").exclude(state=State.CANCELLED)
        return past.order_by("-held_on", "-pk")
