"""What the people of a building do with a request of one of them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from communaute.notifications.preferences.services import comes_by

from ..enums import State
from ..models import Demande
from .services import follow, share_with_members

SHARED = "C’est noté : les autres membres de votre copropriété peuvent lire cet échange."
KEPT = (
    "C’est noté : vous seul lisez cet échange. Un autre membre sait seulement que la demande est "
    "faite."
)
LEFT = "Vous ne suivez plus cette demande."


class ChoiceForm(forms.Form):
    """Yes or no, the same when it is sent twice."""

    oui = forms.BooleanField(required=False)


def _chosen(request: HttpRequest) -> bool:
    form = ChoiceForm(request.POST)
    form.is_valid()
    return bool(form.cleaned_data.get("oui"))


@require_POST
@login_required
def share(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open one's thread to the others of the building, or close it again."""
    demande = get_object_or_404(Demande.objects.sent_by(request.user), public_id=public_id)
    chosen = _chosen(request)
    share_with_members(actor=request.user, demande=demande, is_shared=chosen)  # type: ignore[arg-type]
    messages.success(request, SHARED if chosen else KEPT)
    return redirect(demande)


@require_POST
@login_required
def join(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Follow a request of one's building, or no longer."""
    demande = get_object_or_404(Demande.objects.of_members(request.user), public_id=public_id)
    chosen = _chosen(request)
    if chosen and demande.state == State.CLOSED:
        messages.info(request, "Cette demande est close : il n’y a plus de réponse à attendre.")
        return redirect("ambassadeurs:project", demande.copropriete_id)
    follow(actor=request.user, demande=demande, is_followed=chosen)  # type: ignore[arg-type]
    way = comes_by(request.user, "demandes.followed")
    messages.success(
        request, f"Vous suivez cette demande. À sa réponse, {way}." if chosen else LEFT
    )
    return redirect("ambassadeurs:project", demande.copropriete_id)
