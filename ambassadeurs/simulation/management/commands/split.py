from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...engine import CENT, split


class Command(BaseCommand):
    help = "Partage un montant en euros selon des tantièmes, au centime."
    # It reads no database, which may be in the making.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("total", help="45451.20")
        parser.add_argument("shares", nargs="+", type=int, metavar="tantièmes")

    def handle(self, *args: Any, total: str, shares: list[int], **options: Any) -> None:
        try:
            amount = Decimal(total)
            if amount != amount.quantize(CENT):
                raise CommandError("Un montant en centimes entiers, par exemple 45451.20.")
            parts = split(amount, shares)
        except (InvalidOperation, ValueError) as error:
            raise CommandError(
                str(error) if isinstance(error, ValueError) else f"{total} n’est pas un nombre."
            ) from error
        for part in parts:
            self.stdout.write(str(part))
