"""`manage.py import_reseaux FILE…`: the open data on heating networks."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from socle.commands import ImportCommand

from ...importers import ImportFailed, import_files


class Command(ImportCommand):
    report_name = "reseaux"
    report_holds = "rapport ligne par ligne"
    help = (
        "Importe les réseaux de chaleur et de froid, leurs tracés, les périmètres prioritaires "
        "et les réseaux en construction (archive ou fichiers des données ouvertes), ainsi que le "
        "tableau de l’arrêté DPE. Tout est chargé, ou rien ; relancer ne change rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FICHIER", help="zip, dossier, GeoJSON ou CSV"
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_files(options["files"], dry_run=options["dry_run"])
        except ImportFailed as problem:
            raise CommandError(str(problem)) from None
        path = self.report_path(options)
        report.write_csv(path)
        self.tell(report, path)
