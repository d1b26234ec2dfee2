"""All that the service knows of somebody, shown to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communaute.comptes.personal_data.reading import find, lines_of, rows_of

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
