"""Apply a changed grid or threshold (`numbers.grid_…`) to the public places."""

from typing import Any

from django.core.management.base import BaseCommand

from ...services import recompute_public_positions


class Command(BaseCommand):
    help = "Recalcule la place publique de toutes les copropriétés (maille ou seuil changés)."

    def handle(self, *args: Any, **options: Any) -> None:
        count = recompute_public_positions()
        self.stdout.write(f"Copropriétés placées revues : {count}.")
