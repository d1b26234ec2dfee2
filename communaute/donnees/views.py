"""All that the service knows of somebody, shown to them, and the copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from communaute.comptes.personal_data_registry.reading import find, lines_of, rows_of
from communaute.comptes.reauthentication.lately import confirmed_lately

from . import services
from .building import link_of
from .models import Export
from .showing import agreements_of, parts_of

if TYPE_CHECKING:
    from communaute.comptes.models import User

PAGE_SIZE: Final = 20


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What is held, room by room, the agreements given, and what one may do."""
    person = cast("User", request.user)
    found = parts_of(person)
    context = {"rooms": found, "agreements": agreements_of(person, found)}
    return render(request, "donnees/home.html", context)


@require_safe
def former(request: HttpRequest) -> HttpResponse:
    """Where this page was before: mails and bookmarks still lead there."""
    return redirect("donnees:home", permanent=True)


@require_safe
@login_required
def rows(request: HttpRequest, key: str) -> HttpResponse:
    """All the rows of one kind, page by page."""
    person = cast("User", request.user)
    one = find(key)
    if one is None:
        raise Http404
    page = Paginator(rows_of(one, person), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"held": one, "page_obj": page, "lines": list(lines_of(one, page, person))}
    return render(request, "donnees/rows.html", context)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Where the copy stands: not asked, in preparation, ready, erased."""
    last = Export.objects.filter(user=cast("User", request.user)).first()
    context = {
        "export": last,
        "state": last.state_at(timezone.now()) if last else "",
        "link": link_of(last) if last else "",
    }
    return render(request, "donnees/export.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@confirmed_lately
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a copy; again, the one already asked for."""
    if request.method != "POST":
        return render(request, "donnees/ask.html")
    services.ask_export(actor=cast("User", request.user))
    return redirect("donnees:export")


@require_safe
@login_required
def download(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """The file, to its owner alone, by a signed address."""
    found = services.find_export(actor=cast("User", request.user), token=token)
    if found is None:
        return redirect("donnees:export")
    try:
        opened = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(opened, as_attachment=True, filename="mes-donnees.zip")
