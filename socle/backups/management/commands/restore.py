"""`manage.py restore PATH`: the database and the files as an archive kept them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from socle.calendar import date_format
from socle.numbers import quantity

from ...archive import give_back, read
from ...databases import BackupFailed


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

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                summary = read(options["path"])
            else:
                summary = give_back(options["path"], connection, replace=options["replace"])
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        done = "est entière" if options["check"] else "est remise"
        made = date_format(timezone.localtime(summary.made_at), "j F Y à H:i")
        self.stdout.write(
            f"La sauvegarde du {made} {done} : la base et {quantity(summary.files, 'fichier')}."
        )
