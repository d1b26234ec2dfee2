"""`manage.py impact_report`: the committee's report, as a PDF for everybody."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.site.selectors import frame

from ...halfyear import last_half_year, report
from ...pdf import as_pdf
from ...periods import PeriodForm
from ...selectors import counted


class Command(BaseCommand):
    help = (
        "Écrit le rapport d’activité d’une période (sans période : le semestre écoulé, ou depuis "
        "l’ouverture)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", default="", help="premier jour, AAAA-MM-JJ")
        parser.add_argument("--to", dest="last", default="", help="dernier jour, compris")
        parser.add_argument("--output", type=Path, help="fichier .pdf ; sinon, nommé par ses jours")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.localdate()
        known = counted(now)
        form = PeriodForm(
            {"du": options["first"], "au": options["last"]}, opening=known.opening, today=now
        )
        if form.errors:
            raise CommandError(" ".join(str(one) for told in form.errors.values() for one in told))
        period = last_half_year(now, known.opening) if form.period.is_all else form.period
        place = options["output"] or Path(f"rapport-{period.first}-{period.last}.pdf")
        if place.suffix != ".pdf":
            raise CommandError("Le fichier se termine par .pdf.")
        told = report(period, known.opening, known.at)
        place.write_bytes(as_pdf(told, frame().brand.name))
        self.stdout.write(f"Rapport écrit : {place}")
