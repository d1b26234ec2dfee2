"""A stream whose blocks stay out of migrations, the image of a shared link, a panel of figures."""

from typing import Any

from django.db import models
from wagtail.admin.panels import Panel
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


class ExpiredFactsPanel(Panel):
    """Above the fields: the figures to read again, each leading to where it is changed. Nothing
    when all are current."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/expired_facts.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.expired_facts)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"facts": self.instance.expired_facts}
