"""`manage.py backup PATH`: the database and the files, in one archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from socle.numbers import quantity

from ...archive import BackupFailed, write

NAME = "chauffage-urbain-{:%Y-%m-%dT%H%M%S}.tar"


class Command(BaseCommand):
    help = "Sauvegarde la base et les fichiers dans une archive, sans arrêter le service."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", type=Path, help="l’archive à écrire, ou un dossier qui en garde"
        )
        parser.add_argument(
            "--keep", type=int, default=0, help="dans un dossier : combien en garder, les dernières"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        now = timezone.now()
        folder = path if path.is_dir() else None
        if folder is None and options["keep"]:
            raise CommandError("--keep demande un dossier qui existe.")
        target = folder / NAME.format(now) if folder else path
        if target.exists():
            raise CommandError(f"{target.name} existe déjà : rien n’est écrit.")
        try:
            summary = write(target, connection, now=now)
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            message = f"{target.name} n’a pas pu être écrite : {error.strerror}."
            raise CommandError(message) from error
        self.stdout.write(
            f"{target} : la base et {quantity(summary.files, 'fichier')}, "
            f"{quantity(-(-summary.size // 2**20), 'Mo')}."
        )
        if folder and options["keep"]:
            for old in sorted(folder.glob("chauffage-urbain-*.tar"))[: -options["keep"]]:
                old.unlink()
                self.stdout.write(f"{old.name} : effacée.")
