"""A request at a desk: its address there, its clock, how many wait; the same for all desks."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.demandes.enums import Kind, State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.recipients import expected_before

# Columns of what the line of a demande says at every desk, of its commune and colleague too.
SAID: Final = (
    "public_id",
    "kind",
    "state",
    "sent",
    "created_at",
    "reopened_at",
    "first_answer_at",
    "follow_up_on",
    "version",
    "departement",
    "requester__is_active",
    "commune__name",
    "commune__departement",
    "assigned_to__display_name",
)


@dataclass(frozen=True)
class DeskLine:
    """One request, and when its answer is due."""

    demande: Demande

    @cached_property
    def due_at(self) -> datetime:
        return expected_before(
            self.demande.kind, self.demande.clock_from, self.demande.departement_id
        )

    @property
    def is_waiting(self) -> bool:
        return self.demande.state == State.WAITING and self.demande.is_asker_here

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.due_at < timezone.now()

    @property
    def is_to_come_back(self) -> bool:
        """The day on which the desk wanted to come back to it is here."""
        day = self.demande.follow_up_on
        return day is not None and day <= timezone.localdate()


def desk_url(demande: Demande) -> str:
    if demande.kind == Kind.EXPLOITANT:
        return reverse("guichets:demande", args=[demande.public_id])
    if demande.kind == Kind.AGENCE:
        return reverse("guichets:agency_demande", args=[demande.public_id])
    return demande.get_absolute_url()


def desk_list_url(demande: Demande) -> str:
    """The desk itself."""
    is_operator = demande.kind == Kind.EXPLOITANT
    return reverse("guichets:operator_desk" if is_operator else "guichets:agency_desk")


# A minute makes late what was not, and a demande may have left for another desk.
KEPT_S: Final = 60


def kept_count[T](name: str, organisations: Collection[int], count: Callable[[], T]) -> T:
    """What `count` gives of the demandes of these organisations (pks), under this name: counted
    again when one of them changes, each day and each minute (1 query, and those of `count`)."""
    pks = sorted(organisations)
    rows = Demande.objects.filter(organisation__in=pks).order_by("-updated_at")
    moved = rows.values_list("updated_at", flat=True).first()
    stamp = f"{moved.timestamp():.6f}" if moved else "0"
    key = f"guichets:{name}:{'-'.join(map(str, pks))}:{stamp}:{timezone.localdate()}"
    known: T | None = cache.get(key)
    if known is None:
        known = count()
        cache.set(key, known, KEPT_S)
    return known
