"""What members ask before the information meeting, without a name, and what they are answered."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from communaute.comptes.models import User

from ..errors import AnsweredMeanwhile, TooManyQuestions
from ..models import AskedBefore
from . import services_asked as services
from .forms_asked import AnswerForm, AskForm
from .papers import numbers_of
from .views import CONFLICT, INVALID, mine

# After the meeting: our convention.
ANSWER_DAYS = 7


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def asked(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """The questions of the members, and one more to ask."""
    one, kept = mine(request, pk, assemblee)
    form = AskForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            body = form.cleaned_data["body"]
            services.ask(actor=cast(User, request.user), assemblee=one, body=body)
        except TooManyQuestions as error:
            form.add_error(None, str(error))
            status = CONFLICT
        else:
            messages.success(request, "Votre question est posée, sans votre nom.")
            return redirect("assemblees:asked", pk, assemblee)
    elif form.is_bound:
        status = INVALID
    meeting = numbers_of(kept, one).at(one.held_on).meeting_on
    by = meeting and min(meeting + timedelta(days=ANSWER_DAYS), one.held_on - timedelta(days=1))
    context = {
        "copropriete": one.copropriete,
        "assemblee": one,
        "asked": list(one.asked.all()),
        "answer_by": by if by and by >= timezone.localdate() else None,
        "form": form,
    }
    return render(request, "assemblees/dossier/asked.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, pk: int, assemblee: int, question: int) -> HttpResponse:
    """Answer one of them in writing, or take it off."""
    one, _ = mine(request, pk, assemblee)
    row = get_object_or_404(AskedBefore, assemblee=one, pk=question)
    row.assemblee = one
    form = AnswerForm(request.POST if request.method == "POST" else None, asked=row)
    status = 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.answer(
                actor=cast(User, request.user),
                asked=row,
                text=data["answer"],
                version=data["version"],
            )
        except AnsweredMeanwhile as error:
            form.refuse(error)
            status = CONFLICT
        else:
            messages.success(request, "La réponse est enregistrée.")
            return redirect("assemblees:asked", pk, assemblee)
    elif form.is_bound:
        status = INVALID
    context = {"copropriete": one.copropriete, "assemblee": one, "question": row, "form": form}
    return render(request, "assemblees/dossier/answer.html", context, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int, assemblee: int, question: int) -> HttpResponse:
    """It is not asked any more; again changes nothing."""
    one, _ = mine(request, pk, assemblee)
    row = AskedBefore.objects.filter(assemblee=one, pk=question).first()
    if row is not None:
        row.assemblee = one
        version = request.POST.get("version", "")
        try:
            services.remove(actor=cast(User, request.user), asked=row, version=version)
        except AnsweredMeanwhile as error:
            messages.error(request, f"{error} La question reste : lisez la réponse.")
            return redirect("assemblees:asked_answer", pk, assemblee, question)
    messages.success(request, "La question est retirée.")
    return redirect("assemblees:asked", pk, assemblee)
