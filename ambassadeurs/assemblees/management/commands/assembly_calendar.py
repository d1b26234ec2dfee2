import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ambassadeurs.assemblees.calendar import dates_with, first_delays


class Command(BaseCommand):
    help = "Écrit les dates d’une assemblée générale, par leur nom."
    # It reads no database, which may be in the making.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("day", help="le jour de l’assemblée : 2027-04-15")

    def handle(self, *args: Any, day: str, **options: Any) -> None:
        try:
            dates = dates_with(first_delays(), date.fromisoformat(day))
        except (ValueError, OverflowError) as error:
            raise CommandError("Écrivez le jour ainsi : 2027-04-15.") from error
        told = {name.value: one.isoformat() for name, one in dates.items()}
        self.stdout.write(json.dumps(told, ensure_ascii=False))
