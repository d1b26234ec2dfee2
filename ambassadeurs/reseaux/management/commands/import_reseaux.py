"""`manage.py import_reseaux FILE…`: the open data on heating networks."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...importers import ImportFailed, import_files


class Command(BaseCommand):
    help = (
        "Importe les réseaux de chaleur et de froid, leurs tracés, les périmètres prioritaires "
        "et les réseaux en construction (archive ou fichiers des données ouvertes), ainsi que le "
        "tableau de l’arrêté DPE. Tout est chargé, ou rien ; relancer ne change rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FICHIER", help="zip, dossier, GeoJSON ou CSV"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui changerait, sans rien enregistrer"
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="CSV",
            help="rapport ligne par ligne (par défaut dans DATA_DIR/imports/)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_files(options["files"], dry_run=options["dry_run"])
        except ImportFailed as problem:
            raise CommandError(str(problem)) from None
        path = options["report"] or (
            settings.DATA_DIR / "imports" / f"reseaux-{timezone.localtime():%Y%m%d-%H%M%S}.csv"
        )
        report.write_csv(path)
        for sentence in report.sentences():
            self.stdout.write(sentence)
        self.stdout.write(f"Rapport ligne par ligne : {path}")
