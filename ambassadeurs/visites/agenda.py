"""Visits and events to come, for everybody: the page, its map, its calendar file.

`/agenda/`: public and kept as the other public pages; nothing of who looks is on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ambassadeurs.reseaux.geometry import as_points
from ambassadeurs.reseaux.models import Reseau
from cms.pages.models import EventPage
from cms.pages.views import uid_of
from cms.querysets import visible_pages
from cms.site.selectors import service_name
from communaute.territoires.models import Departement
from socle import ics
from socle.calendar import PARIS, date_format
from socle.forms import PageForm, PlainForm
from socle.parameters import Chip, chips_of, varies_with

from .models import Visit
from .numbers import NUMBERS
from .querysets import VisitQuerySet


def file_of(agenda: Agenda) -> bytes:
    """iCalendar; of a visit, the commune alone."""
    shown = agenda.load(agenda.keys()[:MOST])
    return ics.calendars(
        _of_visit(one.thing, agenda.now) if one.is_visit else _of_event(one.thing) for one in shown
    )


def _of_visit(visit: Visit, now: datetime) -> ics.Event:
    building = visit.host.copropriete
    url = f"{settings.BASE_URL}{visit.get_absolute_url()}"
    return ics.Event(
        uid=ics.uid_of_visit(visit.public_id),
        # The file of who has a place grows past it, and is kept.
        sequence=visit.sequence * 2,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        stamped_at=now,
        summary=f"Visite de la chaufferie : {building.name}",
        description=url,
        location=building.commune.name,
        url=url,
        organizer_name=service_name(),
        organizer_email=settings.CONTACT_EMAIL,
    )


def _of_event(event: EventPage) -> ics.Event:
    return ics.Event(
        uid=uid_of(event),
        sequence=event.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        stamped_at=event.last_published_at or event.starts_at,
        summary=event.title,
        description=event.introduction,
        location=" – ".join(part for part in (event.place, event.public_online_url) if part),
        url=f"{settings.BASE_URL}{event.url}",
        organizer_name=service_name(),
        organizer_email=settings.CONTACT_EMAIL,
    )


A_PAGE = 24


# What is to come: visits that anybody may book, and the events of the editors.


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


# Filters of what is to come.


def months_ahead(now: datetime) -> Iterator[date]:
    """The first day of this month of Paris, then of each one a visit may be proposed in."""
    month = timezone.localdate(now).replace(day=1)
    last = timezone.localdate(now) + timedelta(days=NUMBERS.ahead_days)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


class AgendaForm(PlainForm):
    """`/agenda/?departement=38&reseau=<address>&mois=2026-12`: all optional; what cannot be read
    is left out, and said.

    The départements and networks offered are those with a visit to come, and the one asked for.
    """

    departement = forms.ModelChoiceField(
        label="Département",
        queryset=Departement.objects.none(),
        required=False,
        empty_label="Tous les départements",
        error_messages={"invalid_choice": "Choisissez un département de la liste."},
    )
    reseau = forms.ModelChoiceField(
        label="Réseau de chaleur",
        queryset=Reseau.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Tous les réseaux",
        error_messages={"invalid_choice": "Choisissez un réseau de la liste."},
    )
    mois = forms.ChoiceField(
        label="Mois",
        required=False,
        error_messages={"invalid_choice": "Choisissez un mois de la liste."},
    )

    def __init__(self, data: Any, *, now: datetime) -> None:
        super().__init__(data)
        given = {name: str(self.data.get(name, "")) for name in ("departement", "reseau")}
        given = {name: text if text.isprintable() else "" for name, text in given.items()}
        to_come = Visit.objects.announced(now)
        here = to_come.filter(ambassadeur__copropriete__commune__departement=OuterRef("pk"))
        on_it = to_come.filter(ambassadeur__copropriete__reseau=OuterRef("pk"))
        departements: Any = self.fields["departement"]
        departements.queryset = Departement.objects.filter(
            Exists(here) | Q(pk=given["departement"][:3])
        )
        networks: Any = self.fields["reseau"]
        networks.queryset = Reseau.objects.filter(
            Exists(on_it) | Q(slug=given["reseau"][:100])
        ).order_by("name", "pk")
        months: Any = self.fields["mois"]
        self.months = {f"{month:%Y-%m}": date_format(month, "F Y") for month in months_ahead(now)}
        months.choices = [("", "Tous les mois"), *self.months.items()]

    def chosen(self) -> dict[str, Any]:
        """The filters that could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def chips(self) -> list[Chip]:
        """The filters in use, in words; each takes itself off."""
        chosen = self.chosen()
        words = {name: str(value) for name, value in chosen.items()}
        if "mois" in chosen:
            words["mois"] = self.months[chosen["mois"]].capitalize()
        if "reseau" in chosen:
            words["reseau"] = chosen["reseau"].name
        query = {name: str(self.data[name]) for name in chosen}
        said = [((name,), label) for name, label in words.items()]
        return chips_of(said, query=query, action=reverse("visites:agenda"))


@varies_with(AgendaForm, PageForm)
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Visits and events to come, by month."""
    found = agenda_of(request.GET)
    page_obj = Paginator(found.keys(), A_PAGE).get_page(PageForm(request.GET).number())
    context = {
        "form": found.form,
        "page_obj": page_obj,
        "coming": found.load(page_obj.object_list),
        "query": request.GET.urlencode(),
        "is_filtering": bool(found.form.chosen()),
    }
    return render(request, "visites/agenda/list.html", context)


@varies_with(AgendaForm)
@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """What the map shows, with the same filters; nothing (422) where one is wrong."""
    found = agenda_of(request.GET)
    is_wrong = bool(found.form.errors)
    return JsonResponse(
        as_points({}) if is_wrong else places_of(found),
        status=422 if is_wrong else 200,
        content_type="application/geo+json",
    )


@varies_with(AgendaForm)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All of it for one's calendar, with the same filters; nothing (422) where one is wrong."""
    found = agenda_of(request.GET)
    is_wrong = bool(found.form.errors)
    return HttpResponse(
        ics.calendars(()) if is_wrong else file_of(found),
        status=422 if is_wrong else 200,
        content_type=ics.CONTENT_TYPE,
        headers={"Content-Disposition": 'attachment; filename="agenda.ics"'},
    )
