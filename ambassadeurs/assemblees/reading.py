"""What the pages of a building, and the rooms below, read of its assemblies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from .enums import State
from .models import Assemblee

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Copropriete


@dataclass(frozen=True)
class Assemblies:
    """Those of one building: the next one, the last one of which nobody said how it went, and what
    was decided, the newest first."""

    next: Assemblee | None = None
    unsaid: Assemblee | None = None
    told: list[Assemblee] = field(default_factory=list)

    @property
    def last_told(self) -> Assemblee | None:
        return self.told[0] if self.told else None


def assemblies_of(copropriete: Copropriete) -> Assemblies:
    """One query."""
    today = timezone.localdate()
    rows = list(Assemblee.objects.filter(copropriete=copropriete).exclude(state=State.CANCELLED))
    coming = [one for one in rows if one.state == State.TO_COME and one.held_on >= today]
    unsaid = [one for one in rows if not one.result and one.held_on < today]
    told = [one for one in rows if one.result]
    # An older one that nobody told of is not asked any more once a later one was told.
    if unsaid and told and told[0].held_on > unsaid[0].held_on:
        unsaid = []
    return Assemblies(coming[0] if coming else None, unsaid[0] if unsaid else None, told)


def next_day(copropriete: int) -> date | None:
    """The day of the next assembly of this building (pk); never one that is past (1 query)."""
    rows = Assemblee.objects.filter(copropriete=copropriete).to_come(timezone.localdate())
    return rows.values_list("held_on", flat=True).first()
