from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.models import GuidePage, SiteSettings
from cms.pages.models import PageComment
from socle.facts_registry.citations import pages_citing
from socle.facts_registry.models import Figure
from socle.forms import PlainForm
from socle.hooks import hooked

from .. import rights
from ..numbers import DESK_NUMBERS
from ..rights import can_read_comments
from . import selectors
from .enums import CommentState
from .selectors import comments, lost_choices
from .services import handle_comments

NAME = "reader_comments"
_TO_READ = "workflow_objects_to_moderate"


def reader_comments(request: HttpRequest) -> HttpResponse:
    """The comments, page by page; a POST says which were dealt with."""
    if not can_read_comments(request.user):
        raise PermissionDenied
    form = HandledForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        done = handle_comments(
            actor=request.user, pks=[one.pk for one in form.cleaned_data["avis"]]
        )
        messages.success(request, _said(done))
        return redirect(f"{reverse(NAME)}?{request.GET.urlencode()}".rstrip("?"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(
        request,
        "cms/dashboard/admin/comments.html",
        {"form": form, **_listed(request)},
        status=status,
    )


def _listed(request: HttpRequest) -> dict[str, object]:
    state, page = CommentFilterForm(request.GET).chosen
    rows = comments(is_handled=state == CommentState.HANDLED)
    if page:
        rows = rows.filter(page=page)
    kept = {"de": page.pk} if page else {}
    return {
        "rows": Paginator(rows, DESK_NUMBERS.comments_a_page).get_page(request.GET.get("p")),
        "is_waiting": state == CommentState.WAITING,
        "page": page,
        "states": [
            (one.label, "?" + urlencode({"etat": one.value} | kept), one == state)
            for one in CommentState
        ],
        "query": urlencode({"etat": state.value} | kept),
    }


def _said(done: int) -> str:
    if not done:
        return "Ces avis étaient déjà traités."
    return "1 avis est traité." if done == 1 else f"{done} avis sont traités."


@hooks.register("construct_homepage_panels")
def add_desk(request: HttpRequest, panels: list[Component]) -> None:
    # Of pages to read, the desk says more than Wagtail's table, which would say it again.
    panels[:] = [DeskPanel(), *(one for one in panels if one.name != _TO_READ)]


@hooks.register("after_edit_page")
def back_to_the_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Who has answered at a step of the reading may have no right to the page any more."""
    return redirect("wagtailadmin_home") if "action-workflow-action" in request.POST else None


@hooks.register("register_admin_urls")
def comments_admin() -> list[URLPattern]:
    return [path("avis/", reader_comments, name=NAME)]


class CommentsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_comments(request.user)


@hooks.register("register_admin_menu_item")
def comments_entry() -> MenuItem:
    return CommentsItem("Avis des lecteurs", reverse_lazy(NAME), icon_name="comment", order=312)


# What editors choose and tick at `/gestion/avis/`.


class CommentFilterForm(PlainForm):
    """`etat`: waiting or dealt with; `de`: the key of a page, nothing for all."""

    etat = forms.ChoiceField(label="État", choices=CommentState.choices, required=False)
    de = forms.ModelChoiceField(label="Page", queryset=Page.objects.all(), required=False)

    @property
    def chosen(self) -> tuple[CommentState, Page | None]:
        """State and page, as far as they are understood."""
        self.is_valid()
        state = self.cleaned_data.get("etat") or CommentState.WAITING
        return CommentState(state), self.cleaned_data.get("de")


class HandledForm(PlainForm):
    """`avis`: the comments that were dealt with."""

    avis = forms.ModelMultipleChoiceField(
        label="Avis",
        queryset=PageComment.objects.all(),
        error_messages={
            "required": "Cochez au moins un avis.",
            "invalid_pk_value": "Un de ces avis n’existe plus. Rechargez la page.",
            "invalid_choice": "Un de ces avis a été effacé depuis. Rechargez la page.",
        },
    )

    @property
    def ticked(self) -> set[str]:
        """What was ticked, valid or not."""
        data: Any = self.data
        return set(data.getlist("avis")) if self.is_bound else set()


# The desk: first panel of the home of `/gestion/`.


class DeskPanel(Component):
    """What waits: messages and opinions of readers, pages to look at again, what was chosen and is
    public no more, figures, identity of the service. In as many queries whatever waits."""

    name = "cms_dashboard"
    template_name = "cms/dashboard/admin/desk.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        waits = {"reviews": selectors.to_review(request.user)} | _people(request.user)
        waits["returned"] = selectors.sent_back(request.user)
        reads_pages = rights.can_change_pages(request.user)
        if reads_pages:
            waits |= _pages() | {"expired": _expired()}
        if request.user.has_perm("cms.change_sitesettings"):
            waits["missing"] = SiteSettings.load(request).missing
        waits["parts"] = [
            shown for part in hooked("cms.desk_parts") if (shown := part(request.user))
        ]
        if waits["parts"]:
            waits["csrf_token"] = get_token(request)
        is_quiet = not any(what for name, what in waits.items() if name != "most")
        said = {"is_quiet": is_quiet, "reads_pages": reads_pages}
        return waits | said | {"guides_count": GuidePage.objects.live().count()}


def _people(user: Any) -> dict[str, Any]:
    """What people sent, for whom may read it; nothing when there is nothing."""
    waits: dict[str, Any] = {}
    if rights.can_read_messages(user):
        messages = selectors.waiting_messages()
        waits["messages"] = messages if messages["count"] else None
    if rights.can_read_comments(user):
        comments = selectors.waiting_comments()
        waits["comments"] = comments if comments["count"] else None
        waits["least"], waits["most"] = selectors.opinions(timezone.localdate())
    if rights.can_read_searches(user):
        waits["searches"] = list(selectors.missed_searches())
    return waits


def _pages() -> dict[str, Any]:
    limit = timezone.localdate() - timedelta(days=DESK_NUMBERS.days_before_review)
    stale = GuidePage.objects.live().filter(reviewed_at__lt=limit).for_list()
    return {
        "late": selectors.late_pages(timezone.now()),
        "broken": [guide for guide in GuidePage.objects.live() if guide.missing_facts],
        "stale": stale[: DESK_NUMBERS.guides_shown],
        "dead": selectors.dead_links(),
        "lost": lost_choices(),
    }


def _expired() -> list[dict[str, Any]]:
    """Figures whose term has passed, each with the pages that cite it."""
    late = list(Figure.objects.expired(timezone.localdate()))
    cited = pages_citing(figure.key for figure in late)
    return [{"figure": figure, "places": cited.get(figure.key, [])} for figure in late]
