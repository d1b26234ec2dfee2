from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communaute.moderation.models import Case
from communaute.moderation.services.log import verify


class Command(BaseCommand):
    help = "Vérifie les scellés du journal de modération ; finit en erreur si l’un est rompu."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [f"{case} : {problem}." for case, problem in verify()]
        if broken:
            raise CommandError("\n".join(broken))
        number = Case.objects.count()
        self.stdout.write(f"Journal de modération intact : {number} dossier(s) vérifié(s).")
