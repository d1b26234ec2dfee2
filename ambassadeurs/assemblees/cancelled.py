"""A page of an assembly that was cancelled since: where to go, and what was typed given back,
numbers too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from socle.forms import PlainForm

from .dossier.forms import AnswerForm, AskForm, DossierForm
from .dossier.forms_lots import LotsForm
from .errors import CancelledAssembly
from .forms import ResultForm
from .perms import can_read
from .reading import assemblies_of

GONE = 410
FORMS: tuple[type[PlainForm], ...] = (DossierForm, LotsForm, AskForm, AnswerForm, ResultForm)


def says_cancelled(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, or 410 with the words above when it finds that its assembly was cancelled."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except CancelledAssembly as error:
            one = error.assemblee
            may_read = can_read(request.user, one.copropriete)
            context = {
                "assemblee": one,
                "copropriete": one.copropriete if may_read else None,
                "coming": assemblies_of(one.copropriete).next,
                "is_posted": request.method == "POST",
                "typed": typed(request),
            }
            return render(request, "assemblees/cancelled.html", context, status=GONE)

    return told


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent of one of our forms, the one of most of its names, by its label and as it was
    typed."""
    sent = set(request.POST) - {"version"}
    fields = max((form.base_fields for form in FORMS), key=lambda one: len(sent & set(one)))
    return [
        (str(fields[name].label), "oui" if value == "on" else value)
        for name, values in request.POST.lists()
        if name in sent & set(fields)
        for value in values
        if value.strip()
    ]
