"""`manage.py compute_impact`: count the figures of /stats/ now, or prove them by a recount."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...services import count_day, count_stocks, differences, every_day, first_day


class Command(BaseCommand):
    help = "Compte les chiffres de /stats/, jour par jour. --check les compare à un recomptage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="n’écrit rien, dit les écarts")
        parser.add_argument("--from", dest="first", type=_day, help="premier jour, AAAA-MM-JJ")
        parser.add_argument("--to", dest="last", type=_day, help="dernier jour, compris")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        is_check = options["check"]
        first = options["first"] or first_day() or today
        # The day that runs moves while it is counted again.
        last = min(options["last"] or today, today - timedelta(days=1) if is_check else today)
        if first > (options["last"] or today):
            raise CommandError("Le premier jour est après le dernier.")
        days = list(every_day(first, last))
        if is_check:
            if found := list(differences(days, now)):
                raise CommandError("\n".join(found))
            self.stdout.write("Les chiffres sont exacts.")
            return
        for day in days:
            count_day(day, now)
        count_stocks(now=now)
        self.stdout.write(f"{len(days)} jours comptés.")


def _day(text: str) -> date:
    return date.fromisoformat(text)
