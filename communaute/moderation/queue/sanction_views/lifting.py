"""End a measure before its time."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from communaute.comptes.models import User
from communaute.moderation.deadlines import is_told
from communaute.moderation.decision_rules.rights import could_lift
from communaute.moderation.errors import InvalidDecisionError, ModerationNotAllowed
from communaute.moderation.models import Case, Sanction
from communaute.moderation.sanctions.services import lift_sanction

from .forms import LiftForm

NOT_YOURS = "Cette mesure est levée par qui pouvait la prendre, ou la confirmer."
LIFTED = "C’est levé : la personne sera prévenue, avec votre raison."
LIFTED_UNTOLD = "C’est levé : la personne n’avait encore rien reçu, rien ne lui est envoyé."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why, and the measure holds no more."""
    cases = Case.objects.visible_to(request.user).order_by().values("pk")
    rows = Sanction.objects.filter(decision__case__in=cases).for_list().select_related("person")
    places = ("decision__case__commune", "decision__case__departement", "lifted_by")
    found = get_object_or_404(rows.select_related(*places), pk=pk)
    case = found.decision.case
    if not could_lift(request.user, case, found.kind, found.hours):
        raise ModerationNotAllowed(NOT_YOURS)
    form = LiftForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            lifting = lift_sanction(
                actor=cast("User", request.user), sanction=found, **form.cleaned_data
            )
        except InvalidDecisionError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            told = is_told(found.decision, lifting.decided_at)
            messages.success(request, LIFTED if told else LIFTED_UNTOLD)
            return redirect(case)
    context = {
        "measure": found,
        "case": case,
        "form": form,
        "stands": found.stands_at(timezone.now()),
    }
    return render(request, "moderation/sanctions/lift.html", context, status=status)
