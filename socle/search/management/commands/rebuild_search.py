"""`manage.py rebuild_search [--check] [--if-needed] [SOURCE …]`: the index of the search."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ... import indexer
from ...sources import registered

SHOWN = 20


class Command(BaseCommand):
    help = "Refait l’index de la recherche, ou vérifie qu’il est exact."

    def add_arguments(self, parser: CommandParser) -> None:
        keys = [source.key for source in registered()]
        parser.add_argument("sources", nargs="*", metavar="SOURCE", help=", ".join(keys))
        parser.add_argument("--check", action="store_true", help="compare sans rien écrire")
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="ne refait que ce qui manque et ce qui vient du code : à chaque mise en service",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = set(options["sources"]) - {source.key for source in registered()}
        if unknown:
            raise CommandError(f"Source inconnue : {', '.join(sorted(unknown))}.")
        if options["check"]:
            self._check()
            return
        is_kept = options["if_needed"]
        counts = indexer.refresh() if is_kept else indexer.rebuild(options["sources"])
        said = ", ".join(f"{key} {count}" for key, count in counts.items())
        self.stdout.write(f"Index refait : {said}.")

    def _check(self) -> None:
        found = list(indexer.differences())
        for difference in found[:SHOWN]:
            self.stdout.write(str(difference))
        if found:
            message = f"L’index diffère en {len(found)} endroit(s) : lancez rebuild_search."
            raise CommandError(message)
        self.stdout.write("L’index de la recherche est exact.")
