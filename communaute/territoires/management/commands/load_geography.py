"""Load the official geography shipped with the code."""

from functools import partial

from django.apps import apps
from django.core.management.base import BaseCommand

from socle.public_pages import touch_public_pages

from ...services import load_geography


class Command(BaseCommand):
    help = "Charge (ou met à jour) les régions, départements, EPCI et communes."

    def handle(self, *args: object, **options: object) -> None:
        counts = load_geography(get_model=partial(apps.get_model, "territoires"))
        touch_public_pages()
        for level, count in counts.items():
            self.stdout.write(f"{level} : {count}")
