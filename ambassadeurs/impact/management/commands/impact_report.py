"""`manage.py impact_report`: the committee's report, as one HTML page to print or to keep."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from cms.site.reading import frame

from ...halfyear import last_half_year, report
from ...periods import PeriodForm
from ...reading import counted, today


class Command(BaseCommand):
    help = "Écrit le rapport d’activité d’une période (le semestre écoulé, sans période)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", default="", help="premier jour, AAAA-MM-JJ")
        parser.add_argument("--to", dest="last", default="", help="dernier jour, compris")
        parser.add_argument("--output", type=Path, help="fichier à écrire ; sinon, à l’écran")

    def handle(self, *args: Any, **options: Any) -> None:
        now: date = today()
        known = counted(now)
        form = PeriodForm(
            {"du": options["first"], "au": options["last"]}, opening=known.opening, today=now
        )
        if form.errors:
            raise CommandError(" ".join(str(one) for told in form.errors.values() for one in told))
        period = last_half_year(now) if form.period.is_all else form.period
        page = render_to_string(
            "impact/report_file.html",
            {
                "report": report(period, known.opening, known.at),
                "SERVICE": frame().brand,
            },
        )
        if options["output"]:
            options["output"].write_text(page, encoding="utf-8")
        else:
            self.stdout.write(page)
