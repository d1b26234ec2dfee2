"""`manage.py erase_again`: what `restore` does at its end, once what it could not is sorted out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ...erasing_again import erase_again


class Command(BaseCommand):
    help = "Efface de nouveau les comptes effacés qu’une sauvegarde remise a ramenés."

    def handle(self, *args: Any, **options: Any) -> None:
        for sentence in erase_again() or ["Aucun compte effacé n’est revenu."]:
            self.stdout.write(sentence)
