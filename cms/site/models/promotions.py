"""What the editors recommend to who searches for some words."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, HelpPanel, PageChooserPanel

from socle.search.words import stems

from .. import help_texts
from ..destinations import Destination
from .brand import one_line


class Promotion(Destination):
    """Shown above the results of a search that holds all the words of one of its expressions."""

    searches = models.CharField(
        "recherches",
        max_length=400,
        help_text="Mots ou expressions, séparés par des virgules. Accents, majuscules et pluriels "
        "ne comptent pas.",
    )
    title = models.CharField("titre", max_length=100, validators=[one_line])
    text = models.CharField("texte", max_length=200, blank=True, validators=[one_line])

    panels = [
        HelpPanel(content=help_texts.PROMOTION, classname="cu-help"),
        FieldPanel("searches"),
        FieldPanel("title"),
        FieldPanel("text"),
        PageChooserPanel("page"),
        FieldPanel("address"),
    ]

    class Meta:
        verbose_name = "recommandation"
        verbose_name_plural = "recommandations"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not self.expressions:
            raise ValidationError({"searches": "Écrivez au moins un mot que l’on cherche."})

    @property
    def expressions(self) -> tuple[frozenset[str], ...]:
        """The stems of each expression."""
        found = (frozenset(stems(expression)) for expression in self.searches.split(","))
        return tuple(words for words in found if words)
