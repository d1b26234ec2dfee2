"""Do everything that is due now. Run by cron every five minutes; may run twice, or late."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from socle.scheduler import registered
from socle.scheduler.runner import count_due, run


class Command(BaseCommand):
    help = (
        "Fait tout ce qui est dû : rappels, alertes, enquêtes, visites, mandats, courriels, "
        "pages programmées."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Dit chaque étape et compte ce qui y est dû, sans rien faire.",
        )
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            metavar="ÉTAPE",
            help="Ne fait que cette étape (option répétable).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if unknown := sorted(set(options["only"]) - set(registered())):
            known = "\n  ".join(sorted(registered()))
            message = f"Étape inconnue : {', '.join(unknown)}. Étapes connues :\n  {known}"
            raise CommandError(message)
        if options["dry_run"]:
            for key, count in count_due(only=options["only"]).items():
                self.stdout.write(f"{count:>6}  {key:<40} {registered()[key].label}")
            return
        tick = run(only=options["only"])
        self._say(tick.counts)
        for outcome in tick.outcomes:
            if outcome.is_busy:
                self.stdout.write(f"{outcome.step.key} : en cours dans un autre passage")
        failed = [outcome.step.key for outcome in tick.outcomes if outcome.errors]
        if failed:
            message = f"{tick.errors} erreur(s) dans {', '.join(failed)} : voir le journal. "
            message += "Le prochain passage réessaie."
            raise CommandError(message)

    def _say(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            if count:
                self.stdout.write(f"{name} : {count}")
        if not any(counts.values()):
            self.stdout.write("Rien à faire.")
