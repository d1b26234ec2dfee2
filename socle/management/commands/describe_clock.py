"""Write `docs/horloge.md` from the steps of the clock."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from socle.clock.describing import describe


class Command(BaseCommand):
    help = "Écrit docs/horloge.md à partir des étapes de l’horloge."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="N’écrit rien ; échoue si la page a vieilli."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "horloge.md"
        text = describe()
        if options["check"]:
            if not page.exists() or page.read_text(encoding="utf-8") != text:
                message = "docs/horloge.md a vieilli : lancez manage.py describe_clock."
                raise CommandError(message)
            return
        page.write_text(text, encoding="utf-8")
        self.stdout.write(f"{page.name} : écrite.")
