"""Figures of moderation, open to all."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..exports import csv_response
from ..forms import PeriodForm
from ..transparency import lines


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """How many notices, decisions and appeals, each defined."""
    form = PeriodForm(request.GET)
    valid = form.is_valid()
    year = form.cleaned_data["annee"] if valid else None
    sections = [
        (section, list(rows)) for section, rows in groupby(lines(year), key=lambda row: row.section)
    ]
    context = {"form": form, "year": year, "sections": sections, "now": timezone.now()}
    return render(request, "moderation/transparency.html", context, status=200 if valid else 400)


@require_safe
def transparency_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a file."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return HttpResponse(
            "Donnez une année, par exemple 2026.", status=400, content_type="text/plain"
        )
    rows = [
        (line.section, line.label, line.value, line.definition)
        for line in lines(form.cleaned_data["annee"])
    ]
    return csv_response(
        "moderation-transparence", [("rubrique", "mesure", "valeur", "définition"), *rows]
    )
