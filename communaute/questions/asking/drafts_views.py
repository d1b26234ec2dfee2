"""Drafts: kept while one types, listed, thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from socle.ratelimit import allow

from ..errors import QuestionsError
from ..forms import AnswerForm
from ..models import Draft
from .drafts import Kept, discard_draft, keep_draft
from .forms import AskForm, DraftForm

# Two tabs that write as often as they may stay below.
RATE = "30/m"


@never_cache
@require_safe
@login_required
def drafts(request: HttpRequest) -> HttpResponse:
    """One's drafts, the last written first."""
    mine = list(Draft.objects.of(request.user).for_list())
    return render(request, "questions/drafts.html", {"drafts": mine})


@never_cache
@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """What the page sends while one types; answers which draft holds it, as JSON."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=403)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "unreadable"}, status=422)
    if not allow(request, action="drafts", rate=RATE):
        return JsonResponse({"error": "too many"}, status=429)
    place = form.place()
    typed = (AnswerForm if place["about"] else AskForm).typed(request.POST)
    try:
        kept = keep_draft(actor=request.user, data=typed, **place)
    except QuestionsError as error:
        return JsonResponse({"error": "refused", "message": str(error)}, status=409)
    if kept is None:
        return JsonResponse({"draft": None, "version": None, "apart": False})
    return JsonResponse(
        {"draft": kept.draft.pk, "version": kept.draft.version, "apart": kept.apart}
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, once asked whether it is meant."""
    mine = Draft.objects.of(request.user).select_related("about")
    draft = get_object_or_404(mine, pk=pk)
    if request.method != "POST":
        return render(request, "questions/draft_discard.html", {"draft": draft})
    discard_draft(actor=request.user, draft=draft)
    messages.success(request, "Votre brouillon est jeté.")
    return redirect(draft.about or "questions:home")


def after_keeping(request: HttpRequest, kept: Kept | None) -> HttpResponse:
    """Where one goes once a text is kept for later, and what is said of it."""
    if kept is None:
        messages.info(request, "Il n’y avait rien à garder.")
        return redirect("questions:home")
    text = "Votre texte est gardé. Vous le retrouverez ici, sur tous vos appareils."
    if kept.apart:
        text = (
            "Ce texte a aussi été modifié dans un autre onglet ou sur un autre appareil. "
            "Les deux sont gardés ici."
        )
    messages.success(request, text)
    return redirect("questions:drafts")
