"""The public figures, read in the table that the clock fills: nothing is counted here."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from cms.site.selectors import service_name
from socle.audience import most_opened, most_sent_from
from socle.parameters import varies_with
from socle.public_pages import version_of
from socle.spreadsheets import csv_response
from socle.words import network

from . import indicators as keys
from .halfyear import last_half_year, report
from .numbers import NUMBERS
from .periods import PeriodForm
from .publication_rules import NOW
from .report import Statistics, statistics
from .selectors import Counted, PlaceFigures, counted

INVALID = 422


def _asked(request: HttpRequest) -> tuple[PeriodForm, Counted]:
    now = timezone.localdate()
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
    """The committee's page, to print: the period asked for, else the half-year that is over,
    or all since the opening."""
    form, known = _asked(request)
    period = (
        last_half_year(timezone.localdate(), known.opening) if form.period.is_all else form.period
    )
    context = {"form": form, "report": report(period, known.opening, known.at)}
    return render(request, "stats/report.html", context)


@varies_with()
@require_safe
def audience(request: HttpRequest) -> HttpResponse:
    """The pages most opened lately, and where people come from: two queries."""
    now = timezone.localdate()
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


# The figures as files: CSV, JSON, and the datapackage that describes them (Frictionless).


TITLES = ("indicateur", "periode", "territoire", "valeur", "unite", "definition")
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
COUNTRY = "France"
OPENING = "depuis l’ouverture"
BEGUN = "en heures commencées, par jours commencés au-delà de deux jours"
PLACED_WORDS = {
    keys.TESTS: ("tests", "Adresses testées, par multiples de cinq."),
    keys.QUESTIONS: ("questions", "Questions publiées, par multiples de cinq."),
    keys.ASKED: ("demandes", "Mises en relation, par multiples de cinq."),
    keys.HELD: ("visites", "Visites tenues, par multiples de cinq."),
    keys.CONNECTED: ("copropriétés", "Raccordements, par multiples de cinq."),
}

type FileLine = tuple[str, str, str, int | None, str, str]


def lines(stats: Statistics) -> Iterator[FileLine]:
    """Indicator, period, territory, value, unit, definition; None where nothing may be told."""
    whole = f"{stats.period.first:%Y-%m-%d}/{stats.period.last:%Y-%m-%d}"
    counted_on = f"{timezone.localdate(stats.at):%Y-%m-%d}" if stats.at else NOW
    for one in stats.figures:
        when = counted_on if one.period == NOW else whole
        yield one.key, when, COUNTRY, one.raw, one.unit, f"{one.label} : {one.definition}"
    for label, figure, _ in stats.outcomes:
        yield figure.key, whole, COUNTRY, figure.raw, figure.unit, label
    for kind in stats.delays:
        about = f"{kind.label}, {{}}"
        for what, value, unit, words in (
            ("reponses", kind.answers, "réponses", "réponses, par multiples de cinq"),
            ("delai_median", kind.median, "heures", f"délai médian, {BEGUN}"),
            ("delai_90", kind.slow, "heures", f"délai de neuf réponses sur dix, {BEGUN}"),
            ("part_dans_les_temps", kind.in_time, "%", f"part des réponses {kind.limit}"),
        ):
            yield f"{what}:{kind.key}", whole, COUNTRY, value, unit, about.format(words)
    for avoided in stats.avoided:
        for what, value, unit in (
            ("immeubles", avoided.buildings, "copropriétés"),
            ("tonnes", avoided.tonnes, "t de CO2 par an"),
            ("au_moins", avoided.low, "t de CO2 par an"),
            ("au_plus", avoided.high, "t de CO2 par an"),
        ):
            told = f"{avoided.label} ; au-dessous de zéro : elles émettent plus qu’avant"
            told = avoided.label if what == "immeubles" else f"CO2 évité, {told}"
            yield f"co2_{avoided.key}:{what}", whole, COUNTRY, value, unit, told
    for curve in stats.curves:
        for point in curve.points:
            yield curve.key, f"{point.start:%Y-%m}", COUNTRY, point.count, "actes", curve.title
    for region in stats.regions:
        yield from _of_place(region, region.name)
        for part in region.parts:
            yield from _of_place(part, f"{part.name} ({part.key})")
    for one in stats.networks:
        yield from _of_place(one, f"{network(one.name)} ({one.key})")


def _of_place(place: PlaceFigures, label: str) -> Iterator[FileLine]:
    for key, count in place.counts.items():
        unit, definition = PLACED_WORDS[key]
        yield key, OPENING, label, count, unit, definition


def rows(stats: Statistics) -> Iterator[tuple[object, ...]]:
    """Lines of the CSV; an empty value is not published."""
    yield TITLES
    for key, period, place, value, unit, definition in lines(stats):
        yield key, period, place, "" if value is None else value, unit, definition


def as_json(stats: Statistics) -> dict[str, Any]:
    """The same for programs; `valeur` is null when it is not published."""
    return {
        "compte_le": stats.at.isoformat() if stats.at else None,
        "du": stats.period.first.isoformat(),
        "au": stats.period.last.isoformat(),
        "licence": LICENCE["title"],
        "chiffres": [dict(zip(TITLES, line, strict=True)) for line in lines(stats)],
    }


def datapackage(csv_url: str, json_url: str) -> dict[str, Any]:
    """The description of the files."""
    words = {
        "indicateur": "Clé de la mesure ; après deux-points, sa partie.",
        "periode": (
            "Deux jours compris, un mois, « depuis l’ouverture », ou le jour du compte : il n’est "
            "alors compté qu’à ce jour."
        ),
        "territoire": "France, région, département ou réseau.",
        "valeur": "Vide : non publiée. Les actes privés vont de cinq en cinq, par défaut.",
        "unite": "Unité de la valeur.",
        "definition": "Ce qui est compté.",
    }
    schema = {
        "fields": [
            {
                "name": name,
                "type": "integer" if name == "valeur" else "string",
                "description": words[name],
            }
            for name in TITLES
        ],
        "missingValues": [""],
    }
    return {
        "name": "chauffageurbain-statistiques",
        "title": f"{service_name()} : le service en chiffres",
        "licenses": [LICENCE],
        "resources": [
            {
                "name": "statistiques",
                "path": csv_url,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ";"},
                "schema": schema,
            },
            {
                "name": "statistiques-json",
                "path": json_url,
                "format": "json",
                "mediatype": "application/json",
            },
        ],
    }
