"""Create the home page, the list of guides, the legal pages and the editors' groups."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.starter import create_starter_pages


class Command(BaseCommand):
    help = (
        "Crée les pages de départ et les groupes d’éditeurs. Sans danger en production : ce qui "
        "existe n’est jamais modifié."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        created = create_starter_pages()
        if created:
            self.stdout.write(f"Pages créées : {', '.join(created)}.")
        else:
            self.stdout.write("Les pages de départ existent déjà : rien n’a été modifié.")
