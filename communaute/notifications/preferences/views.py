"""Choosing what one receives, kind by kind or in one click; stopping one from its mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..catalogue import DIGEST, Channel
from ..channels import ways_for
from ..enums import Preset
from .forms import OneClickForm, PreferencesForm, PresetForm
from .services import (
    Target,
    always_told,
    apply_preset,
    by_subject,
    read_stop,
    read_undo,
    resume,
    set_ways,
    undo_token,
)
from .services import stop as stop_mails

KEPT = "Votre choix est enregistré."


@login_required
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


@never_cache
@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then stop; a GET writes nothing: antivirus programs follow links."""
    target = read_stop(token)
    if target is None:
        return _too_old(request)
    if request.method == "POST" and OneClickForm(request.POST).is_valid():
        before = stop_mails(target=target)
        undo = undo_token(target, before) if before is not Channel.NONE else ""
        return _stop_page(request, target, "stopped", undo=undo)
    is_stopped = ways_for(target.kind, target.person).mail is Channel.NONE
    return _stop_page(request, target, "already" if is_stopped else "ask", token=token)


@never_cache
@csrf_exempt
@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Give back what was just stopped."""
    target = read_undo(token)
    if target is None or not OneClickForm(request.POST).is_valid():
        return _too_old(request)
    resume(target=target)
    return _stop_page(request, target, "resumed")


def _stop_page(
    request: HttpRequest, target: Target, state: str, *, token: str = "", undo: str = ""
) -> HttpResponse:
    context = {
        "kind": target.kind,
        "is_digest": target.kind.key == DIGEST,
        "state": state,
        "token": token,
        "undo": undo,
    }
    return render(request, "notifications/stop.html", context)


def _too_old(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/stop_unknown.html", status=404)
