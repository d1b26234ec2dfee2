"""What is to come: visits that anybody may book, and the events of the editors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, Q, Value
from django.utils import timezone

from ambassadeurs.reseaux.geometry import as_points
from cms.pages.models import EventPage
from cms.querysets import visible_pages
from socle.calendar import PARIS, date_format

from ..models import Visit
from ..querysets import VisitQuerySet
from .forms import AgendaForm

VISIT, EVENT = "visite", "rendez-vous"
# Of a calendar file and of a map: a page of thousands helps nobody.
MOST = 500


@dataclass(frozen=True)
class Coming:
    """A visit or an event, with the first day of its month in Paris."""

    thing: Any
    is_visit: bool

    @property
    def month(self) -> date:
        return timezone.localtime(self.thing.starts_at, PARIS).date().replace(day=1)

    @property
    def left(self) -> int:
        """Places free, of a visit."""
        return max(0, self.thing.places - self.thing.taken)


@dataclass(frozen=True)
class Agenda:
    """What is to come after `now`, as the filters leave it."""

    form: AgendaForm
    now: datetime

    def visits(self) -> VisitQuerySet:
        chosen = self.form.chosen()
        rows = Visit.objects.announced(self.now)
        if departement := chosen.get("departement"):
            rows = rows.filter(ambassadeur__copropriete__commune__departement=departement)
        if reseau := chosen.get("reseau"):
            rows = rows.filter(ambassadeur__copropriete__reseau=reseau)
        return rows.filter(self._in_month())

    def events(self) -> Any:
        """Not those cancelled. What takes place somewhere is in no département that we know: a
        filter of place keeps what is online."""
        rows = visible_pages(EventPage.objects.filter(ends_at__gt=self.now, is_cancelled=False))
        if {"departement", "reseau"} & self.form.chosen().keys():
            rows = rows.filter(place="")
        return rows.filter(self._in_month())

    def _in_month(self) -> Q:
        month = self.form.chosen().get("mois")
        if not month:
            return Q()
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=PARIS)
        after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
        return Q(starts_at__gte=first, starts_at__lt=after)

    def keys(self) -> Any:
        """(what, key) of all of them, the next one first."""
        visits, events = (
            rows.order_by()
            .annotate(what=Value(what, output_field=CharField()), key=F("pk"))
            .values_list("what", "key", "starts_at")
            for what, rows in ((VISIT, self.visits()), (EVENT, self.events()))
        )
        return visits.union(events, all=True).order_by("starts_at", "what", "key")

    def load(self, keys: Iterable[tuple[str, int, datetime]]) -> list[Coming]:
        """What these keys name, in their order. Two queries."""
        wanted = list(keys)
        pks = {kind: [key for what, key, _ in wanted if what == kind] for kind in (VISIT, EVENT)}
        visits = Visit.objects.filter(pk__in=pks[VISIT]).for_agenda()
        events = EventPage.objects.filter(pk__in=pks[EVENT]).defer_streamfields()
        found = {
            **{(VISIT, one.pk): one for one in visits},
            **{(EVENT, one.pk): one for one in events},
        }
        return [
            Coming(found[what, key], what == VISIT)
            for what, key, _ in wanted
            if (what, key) in found
        ]


def agenda_of(data: Any) -> Agenda:
    """The filters of an address applied now."""
    now = timezone.now()
    return Agenda(AgendaForm(data, now=now), now)


def places_of(agenda: Agenda) -> dict[str, Any]:
    """GeoJSON: visits at the centre of their public cell, else at the town hall of their commune;
    never where people meet."""
    cells: dict[tuple[float, float], list[dict[str, str]]] = {}
    for visit in agenda.visits().for_agenda().order_by("starts_at", "pk")[:MOST]:
        building = visit.host.copropriete
        cell = (building.public_longitude, building.public_latitude)
        if None in cell:
            cell = (building.commune.longitude, building.commune.latitude)
        if None not in cell:
            day = date_format(timezone.localtime(visit.starts_at, PARIS), "j N")
            place = {"name": f"{building.name}, {day}", "url": visit.get_absolute_url()}
            cells.setdefault(cell, []).append(place)
    return as_points(cells)
