"""Figures of moderation, open to all."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from socle.spreadsheets import csv_response

from .forms import PeriodForm
from .pages import as_json, report, rows
from .periods import quarter_of


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How moderation works, then its figures; a wrong period is said and ignored."""
    form = _form(request)
    shown = report(form, timezone.now())
    query = f"?periode={shown.period.key}" if shown.closed_at else ""
    context = {"form": form, "report": shown, "query": query, "now": timezone.now()}
    return render(request, "moderation/transparency/page.html", context)


@require_safe
def csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a file, with the same filter; an unknown period is refused."""
    form = _form(request)
    lines = rows(report(form, timezone.now())) if form.is_valid() else ()
    return csv_response("moderation-transparence", lines, is_refused=bool(form.errors))


@require_safe
def json(request: HttpRequest) -> HttpResponse:
    """The same figures for programs; an unknown period is refused."""
    form = _form(request)
    if not form.is_valid():
        return JsonResponse({"error": "Cette période n’est pas publiée."}, status=422)
    return JsonResponse(as_json(report(form, timezone.now())), json_dumps_params={"indent": 1})


def _form(request: HttpRequest) -> PeriodForm:
    return PeriodForm(request.GET, running=quarter_of(timezone.now()))
