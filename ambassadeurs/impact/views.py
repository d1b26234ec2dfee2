from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from socle.spreadsheets import csv_response

from .report import csv_rows, statistics


@require_safe
def stats(request: HttpRequest) -> HttpResponse:
    """The public figures, computed as the page is asked."""
    return render(request, "impact/stats.html", {"stats": statistics()})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same figures for a spreadsheet."""
    return csv_response("chauffage-urbain-statistiques", csv_rows(statistics()))
