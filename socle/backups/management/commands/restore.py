"""`manage.py restore PATH`: the database and the files as an archive kept them, brought to the
version of this code; who was erased since is erased again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from socle.calendar import date_format
from socle.hooks import hooked
from socle.numbers import quantity

from ...archive import BackupFailed, give_back, read, take_erasures, version


class Command(BaseCommand):
    help = "Remet la base et les fichiers comme une sauvegarde les a gardés, service arrêté."
    # The database may be empty: there is nothing to check yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="l’archive écrite par `manage.py backup`")
        parser.add_argument(
            "--check", action="store_true", help="la relit entière, ne touche à rien"
        )
        parser.add_argument(
            "--replace", action="store_true", help="remplace tout ce que contient la base"
        )
        parser.add_argument(
            "--erasures",
            type=Path,
            help="une autre archive, plus récente : sa liste des comptes effacés est reprise",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_check, later = options["check"], options["erasures"]
        try:
            if is_check:
                summary = read(options["path"])
            else:
                if later:
                    take_erasures(later)
                summary = give_back(options["path"], connection, replace=options["replace"])
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        done = "est entière" if is_check else "est remise"
        made = date_format(timezone.localtime(summary.made_at), "j F Y à H:i")
        of_version = f", version {summary.version}" if summary.version else ""
        files = quantity(summary.files, "fichier")
        self.stdout.write(f"La sauvegarde du {made}{of_version} {done} : la base et {files}.")
        if not is_check:
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        """To the version of the code; then what was erased since the backup is erased again."""
        try:
            call_command("migrate", check_unapplied=True, verbosity=0)
        except SystemExit:
            call_command("migrate", verbosity=0)
            self.stdout.write(
                f"Elle venait d’une version d’avant : la base est maintenant celle de {version()}. "
                "Suivez « Installer ou mettre à jour », dans docs/deploiement.md."
            )
        # Pages and numbers of before, under numbers that will come again.
        cache.clear()
        for sentence in (said for redo in hooked("backups.restored") for said in redo()):
            self.stdout.write(sentence)
