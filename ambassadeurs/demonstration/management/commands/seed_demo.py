"""`manage.py seed_demo`: the demonstration, in one command; refused in production."""

from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from socle.search.vocabulary import recount

from ...loader import load_demo
from ...people import LOGINS, PASSWORD


class Command(BaseCommand):
    help = "Charge la démonstration (personnes et immeubles inventés). Refusé en production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--uncounted", action="store_true", help="laisse à l’horloge les chiffres de /stats/"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            message = (
                "seed_demo crée des comptes au mot de passe connu : la commande est refusée "
                "en production. Pour les pages de départ, utilisez create_starter_pages."
            )
            raise CommandError(message)
        call_command("create_starter_pages", stdout=self.stdout, verbosity=0)
        report = load_demo()
        if not options["uncounted"]:
            call_command("compute_impact", stdout=StringIO())
        # A search weighs words by how many things hold them, counted each night elsewhere.
        recount()
        if report.changed:
            self.stdout.write("Démonstration chargée : " + ", ".join(report.lines()) + ".")
        else:
            self.stdout.write("Rien à changer : la démonstration est déjà en place.")
        self._print_logins()

    def _print_logins(self) -> None:
        self.stdout.write(f"\nSe connecter (mot de passe « {PASSWORD} ») :")
        width = max(len(person.email) for person in LOGINS)
        for person in LOGINS:
            self.stdout.write(f"  {person.email:<{width}}  {person.says}")
