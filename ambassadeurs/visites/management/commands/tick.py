"""Do everything that is due now. Run by cron every five minutes; may run twice, or late."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ... import clock


class Command(BaseCommand):
    help = "Fait tout ce qui est dû : rappels, alertes, enquêtes, visites, mandats."

    def handle(self, *args: Any, **options: Any) -> None:
        done = clock.run()
        failed = done.pop(clock.FAILED, 0)
        for name, count in done.items():
            self.stdout.write(f"{name} : {count}")
        if not any(done.values()):
            self.stdout.write("Rien à faire.")
        if failed:
            message = f"{failed} étape(s) en erreur : voir le journal. Elles seront réessayées."
            raise CommandError(message)
