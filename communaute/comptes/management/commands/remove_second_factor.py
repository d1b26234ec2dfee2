"""For who has lost everything that protects their account, once somebody has made sure of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...models import User
from ...second_factor.services import forget_all


class Command(BaseCommand):
    help = "Retire toute seconde preuve d’un compte : la personne a tout perdu, et l’a prouvé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="l’adresse électronique du compte")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Aucun compte à cette adresse.")
        if not forget_all(user=user):
            raise CommandError("Ce compte n’a aucune seconde preuve.")
        self.stdout.write("C’est fait, et un courriel le dit à la personne.")
