"""The page to learn from, and second readings."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from communaute.moderation.perms import can_see_queue
from communaute.moderation.registry import content_of, label_of
from socle.forms import PlainForm
from socle.numbers import quantity

from ..enums import CaseKind, Verdict
from ..errors import ReadingRefused
from ..numbers import READING_NUMBERS
from .models import SecondReading, WorkedCase
from .services import read_again

LAST_READ = 20


@require_safe
@login_required
def learning(request: HttpRequest) -> HttpResponse:
    """Worked cases, borderline ones, and what one's organisation has to read again."""
    if not can_see_queue(request.user):
        raise PermissionDenied("Cette page est celle des modérateurs.")
    mine = SecondReading.objects.visible_to(request.user).for_list()
    cases = list(WorkedCase.objects.filter(live=True))
    context = {
        "worked": [one for one in cases if one.kind == CaseKind.WORKED],
        "borderline": [one for one in cases if one.kind == CaseKind.BORDERLINE],
        "waiting": mine.waiting(),
        "read": mine.exclude(read_at=None).order_by("-read_at")[:LAST_READ],
    }
    return render(request, "moderation/second_reading/learning.html", context)


@login_required
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """A text to judge without knowing what was decided; then both, side by side."""
    rows = SecondReading.objects.visible_to(request.user).for_list()
    found = get_object_or_404(rows, pk=pk)
    form = ReadingForm(request.POST if request.method == "POST" else None)
    if form.saves(partial(read_again, actor=request.user, reading=found), ReadingRefused):
        messages.success(request, "Merci. Voici ce qui avait été décidé.")
        return redirect(found)
    if form.is_refused:
        # Somebody else has read it meanwhile: it is compared, and what was typed is given back.
        found = get_object_or_404(rows, pk=pk)
    case = found.decision.case
    statement = getattr(found.decision, "statement", None) if found.read_at else None
    context = {"reading": found, "form": form, "case": case, "label": label_of(case)}
    kind, content = content_of(case)
    surroundings = kind.context(content) if kind and content else ""
    context |= {"kind": kind, "surroundings": surroundings, "statement": statement}
    return render(
        request, "moderation/second_reading/reading.html", context, status=form.http_status
    )


# What a second reader says.


NOTE_MAX = quantity(READING_NUMBERS.note_max, "caractère")


class ReadingForm(PlainForm):
    """What one would have done."""

    verdict = forms.ChoiceField(
        label="Qu’auriez-vous fait de ce texte ?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous auriez fait."},
    )
    note = forms.CharField(
        label="Une remarque",
        required=False,
        max_length=READING_NUMBERS.note_max,
        help_text=f"Ce qui vous a fait hésiter. {NOTE_MAX} au plus.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
