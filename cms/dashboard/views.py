"""`/gestion/avis/`: what readers said of the pages."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from ..numbers import DESK_NUMBERS
from ..rights import can_read_comments
from .enums import CommentState
from .forms import CommentFilterForm, HandledForm
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
