"""The public figures, read in the table that the clock fills: nothing is counted here."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from socle.audience import most_opened, most_sent_from
from socle.parameters import varies_with
from socle.public_pages import version_of
from socle.spreadsheets import csv_response

from .files import as_json, datapackage, rows
from .halfyear import last_half_year, report
from .numbers import NUMBERS
from .periods import PeriodForm
from .reading import Counted, counted, today
from .report import statistics

INVALID = 422


def _asked(request: HttpRequest) -> tuple[PeriodForm, Counted]:
    now = today()
    known = counted(now)
    return PeriodForm(request.GET, opening=known.opening, today=now), known


@varies_with(PeriodForm)
@require_safe
def stats(request: HttpRequest) -> HttpResponse:
    """The page; a period that cannot be read says why, and shows all of it.

    What all of it shows is kept until it is counted again, or until public pages move (`made_of`):
    the figures are read only to be made.
    """
    form, known = _asked(request)
    period = form.period
    context = {
        "form": form,
        "at": known.at,
        "period": period,
        "stats": SimpleLazyObject(lambda: statistics(period, known.at)),
        "query": _query(form),
        "kept": NUMBERS.kept_s if period.is_all else 0,
        "made_of": f"{version_of(request).number} {period} {known.at}",
    }
    return render(request, "stats/stats.html", context)


def _query(form: PeriodForm) -> str:
    """The period for the files: as it was understood."""
    if not form.is_valid():
        return ""
    told = {name: day.isoformat() for name, day in form.cleaned_data.items() if day}
    return f"?{urlencode(told)}" if told else ""


@varies_with(PeriodForm)
@require_safe
def half_year(request: HttpRequest) -> HttpResponse:
    """The committee's page, to print: the period asked for, else the half-year that is over."""
    form, known = _asked(request)
    period = last_half_year(today()) if form.period.is_all else form.period
    context = {"form": form, "report": report(period, known.opening, known.at)}
    return render(request, "stats/report.html", context)


@varies_with()
@require_safe
def audience(request: HttpRequest) -> HttpResponse:
    """The pages most opened lately, and where people come from: two queries."""
    now = today()
    context = {"pages": most_opened(now), "sites": most_sent_from(now)}
    return render(request, "stats/audience.html", context)


@varies_with(PeriodForm)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same figures for a spreadsheet, with every network."""
    form, known = _asked(request)
    if form.errors:
        return _refused(form)
    found = statistics(form.period, known.at, every_network=True)
    return csv_response("chauffage-urbain-statistiques", rows(found))


@varies_with(PeriodForm)
@require_safe
def json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    form, known = _asked(request)
    if form.errors:
        return _refused(form)
    found = statistics(form.period, known.at, every_network=True)
    return JsonResponse(as_json(found), json_dumps_params={"ensure_ascii": False})


@varies_with()
@require_safe
def package(request: HttpRequest) -> HttpResponse:
    """What the files are (Frictionless Data Package)."""
    addresses = (
        request.build_absolute_uri(reverse(f"stats:{name}")) for name in ("export", "json")
    )
    return JsonResponse(datapackage(*addresses), json_dumps_params={"ensure_ascii": False})


def _refused(form: PeriodForm) -> HttpResponse:
    """A file shows no error: it is refused."""
    errors = {name: [str(one) for one in told] for name, told in form.errors.items()}
    return JsonResponse(
        {"erreurs": errors}, status=INVALID, json_dumps_params={"ensure_ascii": False}
    )
