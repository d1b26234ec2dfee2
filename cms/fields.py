"""A stream whose blocks stay out of the migrations; the image that a shared link shows."""

from typing import Any

from django.db import models
from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField that writes no block definition in migrations.

    Blocks are JSON in one column: adding one changes nothing in the database, and a migration of
    hundreds of lines for a label is read by nobody. A migration of data that must walk the blocks
    works on the raw JSON.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


def shared_image_field(
    help_text: str = "Montrée quand la page est partagée. Vide : l’image du service.",
) -> models.ForeignKey:
    """What a link to the page shows elsewhere; `help_text` says what it shows without any."""
    return models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="image de partage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=help_text,
    )
