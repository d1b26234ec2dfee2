"""What agencies, operators and the national team decide: mandates and retours d’expérience."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communaute.comptes.models import User
from communaute.notifications.words import in_the_morning
from socle.french import de

from ..errors import CoproprieteError, MandateClosed
from ..models import Ambassadeur, RetourExperience
from ..perms import can_review
from . import services
from .claims import as_told
from .forms import DecisionForm

INVALID = 422
DECIDED_MEANWHILE = 409
SHOWN = 100


@require_safe
@login_required
def review_list(request: HttpRequest) -> HttpResponse:
    """All that waits for my decision, the oldest first."""
    if not can_review(request.user):
        raise PermissionDenied
    asked = Ambassadeur.objects.to_decide().decidable_by(request.user).for_decision()
    sheets = RetourExperience.objects.to_review().reviewable_by(request.user)
    context = {"mandates": asked[:SHOWN], "retours": sheets.for_review()[:SHOWN]}
    return render(request, "coproprietes/review_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mandate_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: who, which building, the proof, and the decision."""
    rows = Ambassadeur.objects.decidable_by(request.user).for_decision()
    mandate = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    status = INVALID if form.errors else 200
    if form.is_valid():
        refused = _decide(request, form, mandate)
        if refused is None:
            return redirect("ambassadeurs:review_list")
        mandate.refresh_from_db()
        status = DECIDED_MEANWHILE if isinstance(refused, MandateClosed) else INVALID
    context = {
        "form": form,
        "mandate": mandate,
        "building": as_told(mandate),
        "twins": mandate.copropriete.ambassadeurs.public().exclude(pk=mandate.pk),
    }
    return render(request, "coproprietes/mandate_review.html", context, status=status)


def _decide(
    request: HttpRequest, form: DecisionForm, mandate: Ambassadeur
) -> CoproprieteError | None:
    """Decide and say so; or why it is refused."""
    actor = cast(User, request.user)
    try:
        if form.accepts:
            services.verify_ambassadeur(actor=actor, ambassadeur=mandate)
            said = f"{mandate.first_name} est ambassadeur"
            if mandate.renewal_asked_at:
                said = f"Le mandat {de(mandate.first_name)} est renouvelé"
            messages.success(request, f"{said}. Un courriel le dit.")
        else:
            services.refuse_ambassadeur(
                actor=actor, ambassadeur=mandate, reason=form.cleaned_data["reason"]
            )
            hour = in_the_morning("coproprietes.mandate_refused")
            messages.success(request, f"Le refus et son motif sont envoyés par courriel{hour}.")
    except CoproprieteError as error:
        form.add_error(None, str(error))
        return error
    return None
