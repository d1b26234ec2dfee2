"""The page to learn from, and second readings."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communaute.comptes.models import User
from communaute.moderation.kinds_of_contents import label_of
from communaute.moderation.perms import can_see_queue

from ..enums import CaseKind
from ..errors import ReadingRefused
from .forms import ReadingForm
from .models import SecondReading, WorkedCase
from .services import read_again

LAST_READ = 20


@require_safe
@login_required
def learning(request: HttpRequest) -> HttpResponse:
    """Worked cases, borderline ones, and what one's organisation has to read again."""
    if not can_see_queue(request.user):
        message = "Cette page est celle des modérateurs."
        raise PermissionDenied(message)
    mine = SecondReading.objects.visible_to(request.user).for_list()
    cases = list(WorkedCase.objects.filter(live=True))
    context = {
        "worked": [one for one in cases if one.kind == CaseKind.WORKED],
        "borderline": [one for one in cases if one.kind == CaseKind.BORDERLINE],
        "waiting": mine.waiting(),
        "read": mine.exclude(read_at=None).order_by("-read_at")[:LAST_READ],
    }
    return render(request, "moderation/second_reading/learning.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """A text to judge without knowing what was decided; then both, side by side."""
    rows = SecondReading.objects.visible_to(request.user).for_list()
    found = get_object_or_404(rows, pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = ReadingForm(posted, on=found.decision.decided_at)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            read_again(actor=cast("User", request.user), reading=found, **form.cleaned_data)
        except ReadingRefused as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, "Merci. Voici ce qui avait été décidé.")
        return redirect(found)
    case = found.decision.case
    statement = getattr(found.decision, "statement", None) if found.read_at else None
    context = {"reading": found, "form": form, "case": case, "label": label_of(case)}
    context |= {"statement": statement}
    return render(request, "moderation/second_reading/reading.html", context, status=status)
