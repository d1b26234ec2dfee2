"""Adding buildings by a file: choose it, look at what it would add, confirm."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communaute.comptes.models import Organisation, User
from socle.numbers import quantity
from socle.ratelimit import allow

from ...errors import SyndicError
from ..forms import ConfirmForm, SheetForm
from ..table import only_for_syndics, organisation_of, several
from .matching import Preview, preview
from .services import add_all, pack, unpack

STALE = "Cette page a expiré : rien n’est ajouté. Choisissez de nouveau votre fichier."
BUSY = "Trop de fichiers à la suite. Réessayez dans une heure."


@require_http_methods(["GET", "HEAD", "POST"])
@only_for_syndics
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; then what it would add, and why each other line is left out."""
    organisation = organisation_of(request, slug)
    if request.method != "POST":
        return _page(request, organisation, SheetForm())
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, organisation, form, status=422)
    if not allow(request, action="syndic_file", rate="30/h"):
        form.add_error("fichier", BUSY)
        return _page(request, organisation, form, status=429)
    return _preview(request, organisation, preview(organisation, form.cleaned_data["fichier"]))


@require_POST
@only_for_syndics
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Add what the preview showed."""
    organisation, actor = organisation_of(request, slug), cast(User, request.user)
    form = ConfirmForm(request.POST)
    sent = form.cleaned_data["immeubles"] if form.is_valid() else ""
    rows = unpack(actor, organisation, sent)
    again = SheetForm()
    if rows is None:
        return _page(request, organisation, again, status=422, problem=STALE)
    try:
        number = add_all(actor=actor, organisation=organisation, rows=rows)
    except SyndicError as error:
        return _page(request, organisation, again, status=409, problem=str(error))
    if number:
        added = "est ajouté" if number == 1 else "sont ajoutés"
        text = f"{quantity(number, 'immeuble')} {added}. Les distances se calculent."
        messages.success(request, text)
    else:
        messages.info(request, "Ces immeubles étaient déjà dans votre tableau.")
    return redirect("syndics:desk", slug)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: SheetForm,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "several": several(request),
        "form": form,
        "problem": problem,
    }
    return render(request, "guichets/syndics/file.html", context, status=status)


def _preview(request: HttpRequest, organisation: Organisation, found: Preview) -> HttpResponse:
    signed = pack(cast(User, request.user), organisation, found.ready) if found.ready else ""
    context = {
        "organisation": organisation,
        "several": several(request),
        "found": found,
        "lines": [(one, found.towns.get(one.facts["commune"], "")) for one in found.ready],
        "form": ConfirmForm(initial={"immeubles": signed}),
    }
    return render(request, "guichets/syndics/preview.html", context)
