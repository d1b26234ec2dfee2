"""Figures of moderation, open to all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from socle.forms import PlainForm
from socle.spreadsheets import csv_response

from .counts import figures_of_agencies
from .models import ClosedPeriod, Period, period_of, quarter_of
from .sections import FigureLine, Raw, Section, figures, sections


@dataclass(frozen=True)
class PeriodFigures:
    """The figures of one period: of the service, and of the agencies that decided enough."""

    period: Period
    closed_at: datetime | None
    service: list[tuple[Section, list[FigureLine]]]
    agencies: list[tuple[str, list[tuple[Section, list[FigureLine]]]]]


def report(form: PeriodForm, now: datetime) -> PeriodFigures:
    """What was written when the period ended, or what is counted now."""
    closed = form.closed
    if closed is not None and (period := period_of(closed.key)):
        return _report(period, closed.figures, closed.agencies, closed)
    period = quarter_of(now)
    return _report(period, figures(period), figures_of_agencies(period))


def _report(
    period: Period,
    raw: dict[str, Raw],
    agencies: list[dict[str, Any]],
    closed: ClosedPeriod | None = None,
) -> PeriodFigures:
    return PeriodFigures(
        period,
        closed.closed_at if closed else None,
        _shown(raw),
        [(one["name"], _shown(one["figures"])) for one in agencies],
    )


def _shown(raw: dict[str, Raw]) -> list[tuple[Section, list[FigureLine]]]:
    """The sections that were counted, in their order; what is no longer counted is left out."""
    return [(section, section.lines(raw)) for section in sections() if section.key in raw]


def rows(shown: PeriodFigures) -> Iterable[tuple[str, ...]]:
    """Lines of the CSV."""
    yield ("période", "qui", "rubrique", "mesure", "valeur", "définition")
    for who, parts in (("Tout le service", shown.service), *shown.agencies):
        for section, lines in parts:
            for line in lines:
                told = line.definition or section.definition
                yield (shown.period.label, who, section.title, line.label, line.shown, told)


def as_json(shown: PeriodFigures) -> dict[str, Any]:
    """The same for programs; `value` is null when it is masked or not known."""
    return {
        "period": shown.period.key,
        "from": shown.period.starts_at.date().isoformat(),
        "until": shown.period.ends_at.date().isoformat(),
        "closed_at": shown.closed_at.isoformat() if shown.closed_at else None,
        "service": _plain(shown.service),
        "agencies": [{"name": name, "sections": _plain(parts)} for name, parts in shown.agencies],
    }


def _plain(parts: list[tuple[Section, list[FigureLine]]]) -> list[dict[str, Any]]:
    return [
        {
            "key": section.key,
            "title": section.title,
            "definition": section.definition,
            "figures": [
                {"key": one.key, "label": one.label, "value": one.value, "shown": one.shown}
                for one in lines
            ],
        }
        for section, lines in parts
    ]


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


# Which period to show.


class PeriodForm(PlainForm):
    """A period that is over; empty, or unknown, is the quarter that runs."""

    periode = forms.ChoiceField(
        label="Période",
        required=False,
        error_messages={
            "invalid_choice": "Cette période n’est pas publiée : voici le trimestre en cours."
        },
    )

    def __init__(self, *args: Any, running: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = ClosedPeriod.objects.values_list("key", flat=True)
        over = [period for key in keys if (period := period_of(key))]
        self.fields["periode"].choices = [  # type: ignore[attr-defined]
            ("", f"{running} (en cours)"),
            *((period.key, period.label) for period in over),
        ]

    @property
    def closed(self) -> ClosedPeriod | None:
        """The period asked for; None for the one that runs."""
        key = self.cleaned_data.get("periode", "") if self.is_valid() else ""
        return ClosedPeriod.objects.filter(key=key).first() if key else None
