"""`/gestion/courriels/`: what waits or failed in the outbox, how the clock goes."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template import Engine
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from socle.forms import PageForm
from socle.scheduler.runner import late_since
from socle.scheduler.runner import steps as clock_steps

from . import outbox
from .catalogue import Channel, Kind, kinds
from .models import Mail
from .numbers import NUMBERS
from .outbox.pending import mail_counts, stopped_addresses
from .preferences.services import SUBJECTS
from .reply_addresses import thread_of_kind

_PART = r"{{% partialdef {part} %}}(.*?){{% endpartialdef %}}"


@dataclass(frozen=True)
class Described:
    """One kind: `way` is how and at what hour it reaches people; `subject`, `why` and `line` (on
    the site) are the source of its words, "" where it has none."""

    kind: Kind
    way: str
    is_answered_by_mail: bool
    subject: str
    why: str
    line: str


def describe_all() -> list[tuple[str, list[Described]]]:
    """Every kind, under its subject."""
    by_room = groupby(kinds(), key=lambda kind: kind.key.partition(".")[0])
    return [(SUBJECTS[room], [describe(kind) for kind in told]) for room, told in by_room]


def describe(kind: Kind) -> Described:
    return Described(
        kind=kind,
        way=_way(kind),
        is_answered_by_mail=thread_of_kind(kind.key) is not None,
        subject=_part(kind, "subject") if kind.is_mailed else "",
        why=_part(kind, "why") if kind.is_mailed else "",
        line=(_part(kind, "line") or _part(kind, "subject")) if kind.on_site else "",
    )


def _way(kind: Kind) -> str:
    way = kind.channel.label
    if kind.channel is Channel.INSTANT:
        way += ", la nuit aussi" if kind.leaves_at_night else f", à {NUMBERS.daily_hour} h la nuit"
    if kind.is_mailed and kind.on_site:
        way += ", et sur le site pour un compte"
    return way


def _part(kind: Kind, part: str) -> str:
    """The source of a partial, on one line: what is between braces is the room's."""
    source = str(Engine.get_default().get_template(kind.template).source)
    found = re.search(_PART.format(part=part), source, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


@hooks.register("register_admin_urls")
def outbox_urls() -> list[URLPattern]:
    return URLS


@hooks.register("register_settings_menu_item")
def outbox_menu_item() -> MenuItem:
    return menu_item()


@hooks.register("construct_homepage_panels")
def outbox_panel(request: HttpRequest, panels: list[Component]) -> None:
    if can_manage_mails(request.user):
        panels.append(OutboxPanel())


PER_PAGE = 50
URL = "notifications_outbox"


def _check(request: HttpRequest) -> None:
    if not can_manage_mails(request.user):
        raise PermissionDenied


class OutboxView(WagtailAdminTemplateMixin, TemplateView):
    """Failed mails first, then those that wait; those that failed may be tried again."""

    page_title = "Courriels et horloge"
    header_icon = "mail"
    template_name = "notifications/admin/outbox.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _check(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = mail_counts()
        return super().get_context_data(**kwargs) | {
            "counts": counts,
            "held": Mail.objects.held().count(),
            "stopped_addresses": stopped_addresses(),
            "page_obj": self._page(counts.waiting + counts.failed),
            "steps": clock_steps(),
            "silent_since": late_since(),
        }

    def _page(self, count: int) -> Page:
        # "failed" sorts before "waiting".
        rows = Mail.objects.unended().select_related("user").order_by("state", "planned_at", "pk")
        paginator = Paginator(rows, PER_PAGE)
        paginator.count = count
        return paginator.get_page(PageForm(self.request.GET).number())


class KindsView(WagtailAdminTemplateMixin, TemplateView):
    """Every kind of message, as the catalogue has it now."""

    page_title = "Ce que le service dit"
    header_icon = "mail"
    template_name = "notifications/admin/kinds.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse(URL), "label": OutboxView.page_title}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _check(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"rooms": describe_all()}


@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    _check(request)
    count = outbox.retry_failed()
    messages.success(request, f"Courriels en échec remis en attente : {count}.")
    return redirect(URL)


URLS = [
    path("courriels/", OutboxView.as_view(), name=URL),
    path("courriels/natures/", KindsView.as_view(), name=f"{URL}_kinds"),
    path("courriels/reessayer/", retry_all, name=f"{URL}_retry_all"),
]


class OutboxMenuItem(MenuItem):
    """In the menu of those who may act on it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_mails(request.user)


def menu_item() -> MenuItem:
    return OutboxMenuItem("Courriels", reverse(URL), icon_name="mail", order=620)


class OutboxPanel(Component):
    """On the team's home: a line when mails fail or are late, or when the clock is silent."""

    name = "outbox"
    template_name = "notifications/admin/panel.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"counts": mail_counts(), "silent_since": late_since(), "url": reverse(URL)}


def can_manage_mails(user: object) -> bool:
    """See what waits or failed, try again."""
    has_perm = getattr(user, "has_perm", None)
    return bool(has_perm and has_perm("notifications.change_mail"))
