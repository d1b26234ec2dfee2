from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communaute.moderation.audit_log.verification import head, problems

from ...audit_log.verification import unexplained


def noted(value: str) -> tuple[int, str]:
    """A place of the log as this command prints it: rank, two dots, seal."""
    position, _, digest = value.partition(":")
    if not position.isdecimal() or not digest:
        raise ArgumentTypeError("Donnez le rang et le scellé, comme « 42:5f3a… ».")
    return int(position), digest


class Command(BaseCommand):
    help = (
        "Vérifie les scellés du journal de modération, et que chaque restriction a son exposé des "
        "motifs ; finit en erreur sinon."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--vu",
            type=noted,
            help="La tête qu’une vérification passée a affichée, notée hors de la base.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [f"Journal de modération : {problem}." for problem in problems(options["vu"])]
        broken += [f"{problem}." for problem in unexplained()]
        if broken:
            raise CommandError("\n".join(broken))
        kept = head()
        number = kept.position if kept else 0
        self.stdout.write(f"Journal de modération intact : {number} ligne(s) vérifiée(s).")
        if kept and number:
            self.stdout.write(f"Tête à noter hors de la base : {number}:{kept.digest}")
