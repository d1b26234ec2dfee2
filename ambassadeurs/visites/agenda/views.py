"""`/agenda/`: public and kept as the other public pages; nothing of who looks is on it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from socle.forms import PageForm
from socle.parameters import varies_with

from .. import ics
from .files import file_of
from .forms import AgendaForm
from .reading import agenda_of, places_of

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
