"""One's absences: the list, a new one, coming back."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from communaute.comptes.models import User

from ..errors import AbsenceRefused
from ..perms import colleagues_who_may_stand_in, works_for_somebody
from .forms import AbsenceForm
from .models import Absence
from .services import be_away, come_back

SAID = "C’est noté. Pendant ces jours, les alertes vont à la personne choisie, ou aux autres."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def absences(request: HttpRequest) -> HttpResponse:
    """Say when one is away, and who stands in."""
    user = cast("User", request.user)
    if not works_for_somebody(user):
        message = "Cette page est celle des agences et de l’équipe nationale."
        raise PermissionDenied(message)
    posted = request.POST if request.method == "POST" else None
    form = AbsenceForm(posted, colleagues=colleagues_who_may_stand_in(user))
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            be_away(actor=user, **form.cleaned_data)
        except AbsenceRefused as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, SAID)
            return redirect("absences:list")
    mine = Absence.objects.filter(user=user).not_over(timezone.localdate())
    context = {"form": form, "absences": mine.select_related("backup")}
    return render(request, "organisations/absences/list.html", context, status=status)


@require_POST
@login_required
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Be back now."""
    if come_back(actor=cast("User", request.user), absence_pk=pk):
        messages.success(request, "C’est noté : vous êtes de retour.")
    return redirect("absences:list")
