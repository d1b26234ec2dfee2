import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ambassadeurs.simulation.engine import Simulation
from ambassadeurs.simulation.hypotheses import hypotheses
from ambassadeurs.simulation.serialization import UnreadableCase, read, written
from socle.commands import add_object_argument, read_object


class Command(BaseCommand):
    help = "Calcule un an de chauffage d’après un objet JSON lu sur l’entrée, ou donné."

    def add_arguments(self, parser: CommandParser) -> None:
        add_object_argument(parser, "case")

    def handle(self, *args: Any, case: str | None = None, **options: Any) -> None:
        try:
            found = Simulation(read(read_object(case)), hypotheses())
        except UnreadableCase as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(written(found), ensure_ascii=False))
