"""Figures of moderation, open to all."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from socle.spreadsheets import csv_response

from ..forms import PeriodForm
from ..transparency import lines


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """How many notices, decisions and appeals, each defined; a wrong year is said and ignored."""
    form = PeriodForm(request.GET)
    year = form.year
    sections = [
        (section, list(rows)) for section, rows in groupby(lines(year), key=lambda row: row.section)
    ]
    context = {"form": form, "year": year, "sections": sections, "now": timezone.now()}
    return render(request, "moderation/transparency.html", context)


@require_safe
def transparency_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a file, with the same filter."""
    rows = [
        (line.section, line.label, line.value, line.definition)
        for line in lines(PeriodForm(request.GET).year)
    ]
    return csv_response(
        "moderation-transparence", [("rubrique", "mesure", "valeur", "définition"), *rows]
    )
