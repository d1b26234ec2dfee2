import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ambassadeurs.assemblees.vote_results import UnreadableVote, count, read, written
from socle.commands import add_object_argument, read_object


class Command(BaseCommand):
    help = "Dit ce que donne un vote, d’après un objet JSON lu sur l’entrée, ou donné."
    # It reads no database, which may be in the making.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_object_argument(parser, "vote")

    def handle(self, *args: Any, vote: str | None = None, **options: Any) -> None:
        try:
            found = count(read(read_object(vote)))
        except UnreadableVote as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(written(found), ensure_ascii=False))
