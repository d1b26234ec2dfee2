import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ambassadeurs.assemblees.voting import UnreadableVote, count, read, written


class Command(BaseCommand):
    help = "Dit ce que donne un vote, d’après un objet JSON lu sur l’entrée, ou donné."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("vote", nargs="?", help="l’objet JSON (sinon, l’entrée standard)")

    def handle(self, *args: Any, vote: str | None = None, **options: Any) -> None:
        try:
            data = json.loads(vote if vote is not None else sys.stdin.read())
        except json.JSONDecodeError as error:
            msg = f"Ce n’est pas du JSON : {error}"
            raise CommandError(msg) from error
        if not isinstance(data, dict):
            msg = "Il faut un objet JSON."
            raise CommandError(msg)
        try:
            found = count(read(data))
        except UnreadableVote as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(written(found), ensure_ascii=False))
