"""Make the compressed geography file from the official CSV files (needed once a year)."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ...geography import DATA_FILE, GeographyError, build_geography, write_geography


class Command(BaseCommand):
    help = "Fabrique le fichier compressé des territoires à partir des fichiers officiels."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", type=Path, required=True, help="dossier des CSV")
        parser.add_argument("--output", type=Path, default=DATA_FILE, help="fichier à écrire")

    def handle(self, *args: object, **options: object) -> None:
        output = Path(str(options["output"]))
        try:
            write_geography(build_geography(Path(str(options["source"]))), output)
        except GeographyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{output.name} : {output.stat().st_size // 1024} ko")
