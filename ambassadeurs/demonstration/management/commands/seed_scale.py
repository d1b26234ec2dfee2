"""`manage.py seed_scale --questions N --answers M --ambassadeurs K …`: rows in bulk, to measure."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.questions.models import Space
from socle.public_pages import touch_public_pages

from ...scale.community import create_community
from ...scale.requests import create_cases, create_requests, create_visits
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

        parser.add_argument(
            "--demandes", type=_count, default=0, help="mises en relation entre ceux qui sont là"
        )
        parser.add_argument("--visites", type=_count, default=0, help="visites à ajouter")
        parser.add_argument(
            "--dossiers", type=_count, default=0, help="dossiers de modération à décider"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            message = "seed_scale invente des données : la commande est refusée en production."
            raise CommandError(message)
        _check(options)
        random = Random(SEED)  # noqa: S311 - always the same rows
        with _nothing_remembered():
            create_residences(random, options["ambassadeurs"])
            create_community(random, questions=options["questions"], answers=options["answers"])
            create_requests(random, options["demandes"])
            create_visits(random, options["visites"])
            create_cases(random, options["dossiers"])
            touch_public_pages()
        made = (
            "{questions} questions, {answers} réponses, {ambassadeurs} ambassadeurs, "
            "{demandes} mises en relation, {visites} visites, {dossiers} dossiers."
        )
        self.stdout.write("Ajouté : " + made.format(**options))


def _check(options: dict[str, Any]) -> None:
    """Nothing is written when something asked has no place. Raises CommandError."""
    message = ""
    if options["answers"] and not options["questions"]:
        message = "Des réponses répondent à des questions : donnez aussi --questions."
    elif options["ambassadeurs"]:
        return
    elif options["questions"] and not Space.objects.exists():
        message = "Aucun espace où poser ces questions : ajoutez --ambassadeurs 1."
    elif (options["demandes"] or options["visites"]) and not Ambassadeur.objects.exists():
        message = "Personne à qui demander quoi que ce soit : ajoutez --ambassadeurs 1."
    if message:
        raise CommandError(message)


@contextmanager
def _nothing_remembered() -> Iterator[None]:
    """In development Django keeps the text of each statement: not of these."""
    settings.DEBUG = False
    try:
        yield
    finally:
        settings.DEBUG = True


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
