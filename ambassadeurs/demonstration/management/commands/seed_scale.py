"""`manage.py seed_scale --questions N --answers M --ambassadeurs K`: rows in bulk, to measure."""

from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from communaute.questions.models import Space
from socle.public_pages import touch_public_pages

from ...scale.community import create_community
from ...scale.residences import create_residences

SEED = 20260914


class Command(BaseCommand):
    help = "Ajoute des lignes inventées par milliers, pour mesurer. Refusé en production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--questions", type=_count, default=0, help="questions à ajouter")
        parser.add_argument("--answers", type=_count, default=0, help="réponses à ces questions")
        parser.add_argument(
            "--ambassadeurs",
            type=_count,
            default=0,
            help="copropriétés raccordées à ajouter, avec chacune un ambassadeur",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            message = "seed_scale invente des données : la commande est refusée en production."
            raise CommandError(message)
        questions, answers = options["questions"], options["answers"]
        ambassadeurs = options["ambassadeurs"]
        if answers and not questions:
            message = "Des réponses répondent à des questions : donnez aussi --questions."
            raise CommandError(message)
        random = Random(SEED)  # noqa: S311 - always the same rows
        with transaction.atomic():
            create_residences(random, ambassadeurs)
            if questions and not Space.objects.exists():
                message = "Aucun espace où poser ces questions : ajoutez --ambassadeurs 1."
                raise CommandError(message)
            create_community(random, questions=questions, answers=answers)
            touch_public_pages()
        self.stdout.write(
            f"Ajouté : {questions} questions, {answers} réponses, {ambassadeurs} ambassadeurs."
        )


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
