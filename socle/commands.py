"""What commands share: reading open data (`--dry-run`, `--report`, what was found said last), or
one JSON object."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone


class Told(Protocol):
    def sentences(self) -> Iterable[str]: ...


class ImportCommand(BaseCommand):
    """`report_name` begins the name of the file of the report; `report_holds` says its content."""

    report_name: str
    report_holds: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui changerait, sans rien enregistrer"
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="CSV",
            help=f"{self.report_holds} (par défaut dans DATA_DIR/imports/)",
        )

    def report_path(self, options: dict[str, Any]) -> Path:
        """Where the report goes: as asked, or among the imports, with the hour in its name."""
        name = f"{self.report_name}-{timezone.localtime():%Y%m%d-%H%M%S}.csv"
        return options["report"] or settings.DATA_DIR / "imports" / name

    def tell(self, report: Told, path: Path) -> None:
        for sentence in report.sentences():
            self.stdout.write(sentence)
        self.stdout.write(f"{self.report_holds.capitalize()} : {path}")


def add_object_argument(parser: CommandParser, name: str) -> None:
    parser.add_argument(name, nargs="?", help="l’objet JSON (sinon, l’entrée standard)")


def read_object(given: str | None) -> dict[str, Any]:
    """The object that was given. Raises CommandError, in French."""
    try:
        found = json.loads(given if given is not None else sys.stdin.read())
    except json.JSONDecodeError as error:
        raise CommandError(f"Ce n’est pas du JSON : {error}") from error
    if not isinstance(found, dict):
        raise CommandError("Il faut un objet JSON.")
    return found
