"""`manage.py seed_demo`: the demonstration, in one command; refused in production."""

from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes import ambassador_rank
from cms.demo.loader import load_guides, load_pages
from cms.services import date_first_versions
from socle.search import indexer
from socle.search.vocabulary import recount

from ...address_tests import load_address_tests, load_audience
from ...buildings import connected_acts, load_managed, load_mandates, load_neighbours, load_retours
from ...cast import Cast, LoadReport
from ...community import conversation_acts
from ...demandes import demande_acts, load_templates
from ...loader import load_networks, load_register, load_residences
from ...moderation import moderation_acts
from ...past import OPENED_DAYS, ago, forget_old_mails, replay
from ...people import LOGINS, PASSWORD, load_organisations, load_people
from ...visits import load_assemblies, visit_acts

# Whose ambassador tells the story of the news.
TELLER = "tilleuls"


@transaction.atomic
def load_demo() -> LoadReport:
    """Create what is missing of the demonstration and tell what was created."""
    now = timezone.now()
    report = LoadReport()
    report.add("guide", "guides", load_guides())
    date_first_versions(ago(now, OPENED_DAYS))
    load_register(report)
    organisations = load_organisations(report)
    people = load_people(report, organisations, now)
    networks = load_networks(report, organisations)
    residences = load_residences(report, people, networks, now)
    cast = Cast(report, now, people, organisations, networks, residences)
    load_mandates(cast)
    teller = residences[TELLER].get_absolute_url()
    report.add("page", "pages", load_pages(ambassadeur_url=teller))
    load_retours(cast)
    replay(
        [
            *conversation_acts(cast),
            *moderation_acts(cast),
            *demande_acts(cast),
            *visit_acts(cast),
            *connected_acts(cast),
        ],
        now,
    )
    load_neighbours(cast)
    for building in residences.values():
        ambassador_rank.count(building.pk, now)
    load_managed(cast)
    load_assemblies(cast)
    load_templates(cast)
    load_address_tests(report)
    load_audience(report, now)
    if report.changed:
        indexer.refresh()
        forget_old_mails(now)
    return report


class Command(BaseCommand):
    help = "Charge la démonstration (personnes et immeubles inventés). Refusé en production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--uncounted", action="store_true", help="laisse à l’horloge les chiffres de /stats/"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "seed_demo crée des comptes au mot de passe connu : la commande est refusée "
                "en production. Pour les pages de départ, utilisez create_starter_pages."
            )
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
