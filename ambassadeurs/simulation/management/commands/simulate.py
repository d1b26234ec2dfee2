import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ambassadeurs.simulation.engine import Simulation
from ambassadeurs.simulation.exchange import UnreadableCase, read, written
from ambassadeurs.simulation.hypotheses import hypotheses


class Command(BaseCommand):
    help = "Calcule un an de chauffage d’après un objet JSON lu sur l’entrée, ou donné."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", nargs="?", help="l’objet JSON (sinon, l’entrée standard)")

    def handle(self, *args: Any, case: str | None = None, **options: Any) -> None:
        try:
            data = json.loads(case if case is not None else sys.stdin.read())
        except json.JSONDecodeError as error:
            msg = f"Ce n’est pas du JSON : {error}"
            raise CommandError(msg) from error
        if not isinstance(data, dict):
            msg = "Il faut un objet JSON."
            raise CommandError(msg)
        try:
            found = Simulation(read(data), hypotheses())
        except UnreadableCase as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(written(found), ensure_ascii=False))
