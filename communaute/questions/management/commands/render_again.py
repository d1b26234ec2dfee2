"""`manage.py render_again [--check]`: the HTML of every text, made by the renderer of today."""

from itertools import batched

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from communaute.questions.mentions.services import link_again
from communaute.questions.models import Answer, Question
from communaute.questions.search import KEY
from communaute.questions.text_pipeline.text import RENDERER_VERSION, render
from socle.public_pages import touch_public_pages
from socle.search.indexer import index

BATCH = 500


class Command(BaseCommand):
    help = "Rend de nouveau les textes qu’un moteur de rendu plus ancien avait mis en forme."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Ne change rien ; échoue s’il en reste."
        )

    def handle(self, *args: object, check: bool, **options: object) -> None:
        old = {
            model: list(
                model.objects.exclude(renderer_version=RENDERER_VERSION)
                .order_by("pk")
                .values_list("pk", flat=True)
            )
            for model in (Question, Answer)
        }
        total = sum(len(keys) for keys in old.values())
        if check and total:
            raise CommandError(f"{total} texte(s) d’un ancien moteur : lancez render_again.")
        for model, keys in old.items():
            for some in batched(keys, BATCH, strict=False):
                _render(model, some)
        self.stdout.write(f"{total} texte(s) rendu(s) de nouveau." if total else "Rien à rendre.")


@transaction.atomic
def _render(model: type[Question] | type[Answer], keys: tuple[int, ...]) -> None:
    """One batch, its rows held: a text edited meanwhile keeps its own HTML."""
    held = model.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    rows = list(held.filter(pk__in=keys).exclude(renderer_version=RENDERER_VERSION))
    for row in rows:
        row.body_html, row.renderer_version = render(row.body), RENDERER_VERSION
    model.objects.bulk_update(rows, ["body_html", "renderer_version"])
    for row in rows:
        link_again(row)
    index(KEY, {row.pk if isinstance(row, Question) else row.question_id for row in rows})
    touch_public_pages()
