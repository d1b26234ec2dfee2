"""`manage.py import_agences FILE`: local energy agencies and what they cover."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...importers.agences import import_agences
from ...importers.agences_rows import UnreadableFile


class Command(BaseCommand):
    help = (
        "Importe les agences locales de l’énergie (espaces conseil France Rénov’), leurs contacts "
        "et leurs territoires : CSV ou JSON de data.gouv.fr ou de data.ademe.fr. Tout est chargé, "
        "ou rien ; relancer ne change rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="CSV ou JSON")
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui changerait, sans rien enregistrer"
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="CSV",
            help="lignes rejetées et signalées (par défaut dans DATA_DIR/imports/)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_agences(options["file"], dry_run=options["dry_run"])
        except UnreadableFile as problem:
            raise CommandError(str(problem)) from None
        path = options["report"] or (
            settings.DATA_DIR / "imports" / f"agences-{timezone.localtime():%Y%m%d-%H%M%S}.csv"
        )
        report.write_csv(path)
        for sentence in report.sentences():
            self.stdout.write(sentence)
        self.stdout.write(f"Lignes rejetées et signalées : {path}")
