"""The page of a survey: looking at it writes nothing, the answer is a POST."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..models import Survey
from .forms import SurveyForm
from .services import answer_survey
from .tells import about, is_asker


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: UUID) -> HttpResponse:
    """Three questions for who holds the link of the mail, signed in or not."""
    surveys = Survey.objects.select_related(
        "demande__requester",
        "demande__organisation",
        "demande__ambassadeur__copropriete",
        "visit__ambassadeur__copropriete",
    )
    asked = get_object_or_404(surveys, token=token)
    data = request.POST if request.method == "POST" else None
    form = SurveyForm(data, by_asker=is_asker(asked), is_visit=asked.visit is not None)
    if request.method == "POST" and form.is_valid():
        answer_survey(survey=asked, **form.answers())
        return redirect("visites:survey", token=token)
    context = {"survey": asked, "form": form} | about(asked)
    return render(request, "visites/survey.html", context, status=422 if form.errors else 200)
