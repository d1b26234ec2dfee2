"""`manage.py import_agences FILE`: local energy agencies and what they cover."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from socle.commands import ImportCommand

from ...agency_import import UnreadableFile, import_agences


class Command(ImportCommand):
    report_name = "agences"
    report_holds = "lignes rejetées et signalées"
    help = (
        "Importe les agences locales de l’énergie (espaces conseil France Rénov’), leurs contacts "
        "et leurs territoires : CSV ou JSON de data.gouv.fr ou de data.ademe.fr. Tout est chargé, "
        "ou rien ; relancer ne change rien."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="CSV ou JSON")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_agences(options["file"], dry_run=options["dry_run"])
        except UnreadableFile as problem:
            raise CommandError(str(problem)) from None
        path = self.report_path(options)
        report.write_csv(path)
        self.tell(report, path)
