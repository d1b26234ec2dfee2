from http import HTTPStatus
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from ..numbers import DESK_NUMBERS
from ..rights import can_read_comments
from .enums import CommentState
from .forms import CommentFilterForm, HandledForm
from .panel import DeskPanel
from .reading import comments
from .services import handle_comments

NAME = "reader_comments"


@require_http_methods(["GET", "HEAD", "POST"])
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
    panels.insert(0, DeskPanel())


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
