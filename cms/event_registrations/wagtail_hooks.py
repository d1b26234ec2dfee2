"""`/gestion/inscrits/`: who comes to which event, for editors, and as a table to print."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.pages.models import EventPage
from socle.forms import PageForm
from socle.spreadsheets import csv_response

from .enums import State
from .models import Registration
from .perms import can_read_lists


@hooks.register("register_admin_urls")
def list_urls() -> list[URLPattern]:
    return URLS


@hooks.register("register_page_header_buttons")
def who_comes(page: Page, user: Any, **kwargs: Any) -> list[Button]:
    """From an event to the list of who comes."""
    if page.specific_class is not EventPage or not can_read_lists(user):
        return []
    url = reverse(EVENT, args=[page.pk])
    return [Button("Inscrits", url, icon_name="group", priority=80)]


PER_PAGE = 100
EVENTS, EVENT, FILE = "events_list", "events_event", "events_file"


def _check(request: HttpRequest) -> None:
    if not can_read_lists(request.user):
        raise PermissionDenied


class _List(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _check(request)
        return super().dispatch(request, *args, **kwargs)

    def _page(self, rows: QuerySet[Any]) -> Any:
        return Paginator(rows, PER_PAGE).get_page(PageForm(self.request.GET).number())


class EventsView(_List):
    """Events with a registration, the next one first, those over last, each with its counts."""

    page_title = "Inscrits aux rendez-vous"
    template_name = "cms/event_registrations/admin/events.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = {
            name: Count("registrations", filter=Q(registrations__state=state))
            for name, state in (("coming", State.CONFIRMED), ("waiting", State.WAITING))
        }
        rows = EventPage.objects.filter(Q(registers_here=True) | Q(registrations__isnull=False))
        now = timezone.now()
        soon = Case(When(ends_at__gt=now, then=F("starts_at"))).asc(nulls_last=True)
        rows = rows.annotate(**counts).defer_streamfields().order_by(soon, "-starts_at", "-pk")
        context = {"page_obj": self._page(rows), "now": now}
        return super().get_context_data(**kwargs) | context


class EventView(_List):
    """Who comes to one event, then who waits, in their order."""

    template_name = "cms/event_registrations/admin/event.html"

    @property
    def event(self) -> EventPage:
        return get_object_or_404(EventPage, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return f"Inscrits : {self.event.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        up = {"url": reverse(EVENTS), "label": EventsView.page_title}
        return [*self.breadcrumbs_items, up, {"url": "", "label": self.event.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"event": self.event, "page_obj": self._page(_people(self.event))}
        return super().get_context_data(**kwargs) | context


def _people(event: EventPage) -> QuerySet[Registration]:
    rows: QuerySet[Registration] = event.registrations.coming().select_related("user")
    # « attente » sorts before « inscrite ».
    return rows.order_by("-state", "joined_at", "pk")


@require_safe
def event_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same people, in a spreadsheet."""
    _check(request)
    event = get_object_or_404(EventPage, pk=pk)
    rows = [
        (
            row.shown_name,
            row.address,
            row.get_state_display(),
            f"{timezone.localtime(row.joined_at):%d/%m/%Y %H:%M}",
        )
        for row in _people(event)
    ]
    titles = ("Nom", "Adresse électronique", "État", "Inscription confirmée le")
    response = csv_response(f"inscrits-{event.slug}", [titles, *rows])
    response["Cache-Control"] = "private, no-store"
    return response


URLS = [
    path("inscrits/", EventsView.as_view(), name=EVENTS),
    path("inscrits/<int:pk>/", EventView.as_view(), name=EVENT),
    path("inscrits/<int:pk>/liste.csv", event_file, name=FILE),
]


class ListsMenuItem(MenuItem):
    """In the menu of those who may read them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_lists(request.user)


@hooks.register("register_admin_menu_item")
def lists_entry() -> MenuItem:
    return ListsMenuItem("Inscrits", reverse(EVENTS), icon_name="group", order=320)
