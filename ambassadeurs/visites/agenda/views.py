"""`/agenda/`: public and kept as the other public pages; nothing of who looks is on it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.pages.models import EventPage
from cms.pages.views import uid_of
from cms.site.reading import service_name
from socle import ics
from socle.forms import PageForm
from socle.parameters import varies_with

from ..models import Visit
from .forms import AgendaForm
from .reading import MOST, Agenda, agenda_of, places_of


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
    """What the map shows, with the same filters."""
    return JsonResponse(places_of(agenda_of(request.GET)), content_type="application/geo+json")


@varies_with(AgendaForm)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All of it for one's calendar, with the same filters."""
    return HttpResponse(
        file_of(agenda_of(request.GET)),
        content_type=ics.CONTENT_TYPE,
        headers={"Content-Disposition": 'attachment; filename="agenda.ics"'},
    )
