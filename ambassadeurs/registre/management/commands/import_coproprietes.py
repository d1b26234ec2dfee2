"""`manage.py import_coproprietes FILE`: the national register of copropriétés (RNIC)."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from communaute.territoires.models import Departement
from socle.commands import ImportCommand

from ...importer import ImportReport, import_register
from ...sources import RegisterImportFailed


class Command(ImportCommand):
    report_name = "coproprietes"
    report_holds = "lignes rejetées ou signalées"
    help = (
        "Importe le registre national des copropriétés (CSV ou zip des données ouvertes) : les "
        "immeubles seulement, jamais une personne. Relancer ne change rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="CSV, ou zip d’un CSV")
        parser.add_argument(
            "--departement",
            action="append",
            default=[],
            metavar="CODE",
            help="ne lire que ce département (38, 2A, 974) ; se répète",
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path = self.report_path(options)
        quiet = options["verbosity"] == 0 or not sys.stderr.isatty()
        with (
            ImportReport(path, dry_run=options["dry_run"]) as report,
            tqdm(unit="o", unit_scale=True, unit_divisor=1000, disable=quiet) as bar,
        ):

            def advance(read: int, size: int) -> None:
                bar.total = size
                bar.update(read - bar.n)

            try:
                import_register(
                    options["file"],
                    report=report,
                    departements=self._departements(options["departement"]),
                    progress=advance,
                )
            except RegisterImportFailed as problem:
                raise CommandError(str(problem)) from None
        self.tell(report, path)

    def _departements(self, codes: list[str]) -> frozenset[str]:
        wanted = frozenset(code.strip().upper() for code in codes)
        known = set(Departement.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted - known:
            unknown = ", ".join(sorted(wanted - known))
            raise CommandError(f"Département inconnu : {unknown}. Exemples : 38, 2A, 974.")
        return wanted
