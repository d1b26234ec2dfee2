"""What the pages of a building, and the rooms below, read of its assemblies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import DeskStatus, Kind
from ambassadeurs.demandes.models import Demande
from socle.buildings import Stage
from socle.forms import PlainForm, typed_in

from .enums import State
from .errors import CancelledAssembly
from .models import Assemblee, Dossier
from .perms import can_read, can_read_as_agency

# The operator has made its offer.
OFFERED = (DeskStatus.PROPOSITION, DeskStatus.VOTE, DeskStatus.TRAVAUX, DeskStatus.RACCORDE)


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
    lasting = Assemblee.objects.filter(copropriete=copropriete).exclude(state=State.CANCELLED)
    rows = list(lasting.select_related("dossier").defer("dossier__frozen"))
    coming = [one for one in rows if one.state == State.TO_COME and one.held_on >= today]
    unsaid = [one for one in rows if not one.result and one.held_on < today]
    told = [one for one in rows if one.result]
    # An older one that nobody told of is not asked any more once a later one was told.
    if unsaid and told and told[0].held_on > unsaid[0].held_on:
        unsaid = []
    return Assemblies(coming[0] if coming else None, unsaid[0] if unsaid else None, told)


def is_voted(copropriete: Copropriete, held: Assemblies) -> bool:
    """Whether the connection is voted: nothing more of it is asked of an assembly."""
    is_under_way = copropriete.is_said_connected or copropriete.stage == Stage.WORKS
    return is_under_way or (held.last_told is not None and held.last_told.is_adopted)


def dossiers_of(copropriete: Copropriete) -> list[Dossier]:
    """The papers of all its assemblies, without what was sent, the last one first (1 query)."""
    rows = Dossier.objects.filter(assemblee__copropriete=copropriete).defer("frozen")
    return list(rows.select_related("assemblee").order_by("-assemblee__held_on", "-pk"))


def next_day(copropriete: int) -> date | None:
    """The day of the next assembly of this building (pk); never one that is past (1 query)."""
    rows = Assemblee.objects.filter(copropriete=copropriete).to_come(timezone.localdate())
    return rows.values_list("held_on", flat=True).first()


def has_offer(copropriete: Copropriete) -> bool:
    """Whether the members tell of an offer in the dossier of the next assembly, or an operator sent
    one."""
    coming = Assemblee.objects.filter(copropriete=copropriete, state=State.TO_COME)
    coming = coming.select_related("dossier").defer("dossier__frozen")
    return any(one.tells_offer for one in coming) or was_sent_offer(copropriete)


def was_sent_offer(copropriete: Copropriete) -> bool:
    """Whether an operator said that its offer left, or joined a file to an answer (1 query)."""
    asked = Demande.objects.of_building(copropriete).filter(kind=Kind.EXPLOITANT)
    sent = Q(desk_status__in=OFFERED)
    joined = Q(messages__from_requester=False, messages__attachments__isnull=False)
    return asked.filter(sent | joined).exists()


# A page of an assembly that was cancelled since: where to go, and what was typed given back,
# numbers too.


GONE = 410
View = Callable[..., HttpResponse]


def says_cancelled(form: type[PlainForm] | None = None) -> Callable[[View], View]:
    """The view, or 410 with the words above when it finds that its assembly was cancelled. `form`:
    the one that it posts."""

    def decorate(view: View) -> View:
        @wraps(view)
        def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except CancelledAssembly as error:
                one = error.assemblee
            may_read = can_read(request.user, one.copropriete)
            coming = assemblies_of(one.copropriete).next
            kept = getattr(coming, "dossier", None)
            context = {
                "assemblee": one,
                "copropriete": one.copropriete if may_read else None,
                "coming": coming,
                "reads_next": kept and not may_read and can_read_as_agency(request.user, kept),
                "is_posted": request.method == "POST",
                "typed": typed_in(form.base_fields, request.POST) if form else [],
            }
            return render(request, "assemblees/cancelled.html", context, status=GONE)

        return told

    return decorate
