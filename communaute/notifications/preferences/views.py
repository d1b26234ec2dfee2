"""Choosing what one receives, kind by kind or in one click."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ..enums import Preset
from .forms import PreferencesForm, PresetForm
from .services import apply_preset, set_ways
from .subjects import always_told, by_subject

KEPT = "Votre choix est enregistré."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """The table; a POST keeps it."""
    sent = request.POST if request.method == "POST" else None
    form = PreferencesForm(sent, actor=request.user)  # type: ignore[arg-type]
    if form.is_valid():
        set_ways(actor=request.user, ways=form.ways())  # type: ignore[arg-type]
        messages.success(request, KEPT)
        return redirect("notifications:preferences")
    return _page(request, form)


@login_required
@require_POST
def preset(request: HttpRequest) -> HttpResponse:
    """One click for all."""
    chosen = PresetForm(request.POST)
    if chosen.is_valid():
        apply_preset(actor=request.user, preset=Preset(chosen.cleaned_data["preset"]))  # type: ignore[arg-type]
        messages.success(request, KEPT)
        return redirect("notifications:preferences")
    return _page(request, PreferencesForm(actor=request.user), chosen)  # type: ignore[arg-type]


def _page(
    request: HttpRequest, form: PreferencesForm, chosen: PresetForm | None = None
) -> HttpResponse:
    wrong = chosen if chosen is not None else form
    return render(
        request,
        "notifications/preferences.html",
        {
            "form": form,
            "wrong": wrong,
            "always": by_subject(always_told(request.user)),
        },
        status=422 if wrong.errors else 200,
    )
