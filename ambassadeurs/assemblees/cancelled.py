"""A page of an assembly that was cancelled since: where to go, and what was typed given back,
numbers too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from socle.forms import PlainForm, typed_in

from .errors import CancelledAssembly
from .perms import can_read, can_read_as_agency
from .reading import assemblies_of

GONE = 410
View = Callable[..., HttpResponse]


def says_cancelled(form: type[PlainForm] | None = None) -> Callable[[View], View]:
    """The view, or 410 with the words above when it finds that its assembly was cancelled. `form`:
    the one that it posts."""

    def decorate(view: View) -> View:
        @wraps(view)
        def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except CancelledAssembly as error:
                one = error.assemblee
            may_read = can_read(request.user, one.copropriete)
            coming = assemblies_of(one.copropriete).next
            kept = getattr(coming, "dossier", None)
            context = {
                "assemblee": one,
                "copropriete": one.copropriete if may_read else None,
                "coming": coming,
                "reads_next": kept and not may_read and can_read_as_agency(request.user, kept),
                "is_posted": request.method == "POST",
                "typed": typed_in(form.base_fields, request.POST) if form else [],
            }
            return render(request, "assemblees/cancelled.html", context, status=GONE)

        return told

    return decorate
