"""The report as a PDF for everybody: tagged (PDF/UA-1), in French, made without network."""

import json
import re
from datetime import date
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone

from socle.calendar import date_format
from socle.french import number

from .halfyear import HalfYearReport

TEMPLATE = settings.BASE_DIR / "templates" / "stats" / "report.typ"
_BLANK_LINE = re.compile(r"\n\s*\n")


def as_pdf(report: HalfYearReport, service: str) -> bytes:
    """A4 pages. Fonts are those inside typst: the same file on every machine."""
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"report": json.dumps(template_values(report, service), ensure_ascii=False)},
    )


def template_values(report: HalfYearReport, service: str) -> dict[str, Any]:
    """What the template writes: the words and numbers of the page, as text."""
    stats = report.stats
    before = report.before
    return {
        "service": service,
        "first": _day(stats.period.first),
        "last": _day(stats.period.last),
        "at": stats.at and date_format(timezone.localtime(stats.at), "j F Y à H:i"),
        "before": before and {"first": _day(before.first), "last": _day(before.last)},
        "targets": [
            [
                f"{one.label}, {one.when}" + (f" ({one.reason})" if one.reason else ""),
                one.target_told,
                _day(one.due),
                one.reached_told,
                one.share_told,
            ]
            for one in report.targets
        ],
        "rows": [
            [
                row.label,
                row.figure.value,
                row.before.value if row.before else "–",
                row.change_told,
            ]
            for row in report.rows
        ],
        "avoided": [
            {name: getattr(one, name) for name in ("amount", "bounds", "label", "is_more")}
            | {"buildings": number(one.buildings), "is_compared": one.is_compared}
            for one in stats.avoided
        ],
        "delays": [{"label": one.label, "told": one.told} for one in stats.delays],
        "changes": [text for note in report.notes for text in _paragraphs(note.changed)],
        "budget": [text for note in report.notes for text in _paragraphs(note.budget)],
        "voices": [{"text": one.text, "source": one.get_source_display()} for one in report.voices],
        "budget_url": report.budget_url,
        "definitions": [
            {"label": row.label, "definition": row.figure.definition} for row in report.rows
        ],
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _paragraphs(text: str) -> list[str]:
    whole = text.replace("\r\n", "\n")
    return [one.strip() for one in _BLANK_LINE.split(whole) if one.strip()]
