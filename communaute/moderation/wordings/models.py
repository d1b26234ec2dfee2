"""A ready-made wording, in `/gestion/`."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from cms.rules import UnknownRule
from socle.shared_rows import SharedAdminForm

from ..enums import NoticeCategory
from ..reasons import GENERAL, LAWS, resolve


class Wording(DraftStateMixin, RevisionMixin, models.Model):
    """A usual reason to act: the rule it rests on and the facts, with « … » left to complete.

    Each publication is a revision that stays readable; a statement keeps the words it was sent
    with.
    """

    key = models.SlugField(
        "identifiant", max_length=40, unique=True, help_text="Un mot sans espace. Ne change plus."
    )
    title = models.CharField(
        "nom", max_length=80, help_text="Ce que le modérateur lit dans la liste."
    )
    category = models.CharField("raison signalée", max_length=12, choices=NoticeCategory)
    rule = models.CharField(
        "règle ou loi",
        max_length=40,
        help_text="Le numéro d’une règle (3.2, C1), ou le code d’une loi (code-civil-9).",
    )
    facts = models.TextField(
        "les faits, expliqués à l’auteur",
        max_length=1000,
        help_text="Sans reproche. « … » marque la place du passage que le modérateur cite ; sans "
        "elle, le passage est cité à la fin.",
    )
    example = models.TextField(
        "exemple", max_length=600, blank=True, help_text="Un cas où cette raison convient."
    )

    base_form_class = SharedAdminForm
    panels = [
        MultiFieldPanel(
            [FieldPanel("key"), FieldPanel("title"), FieldPanel("category")], heading="Où"
        ),
        FieldPanel("rule"),
        FieldPanel("facts"),
        FieldPanel("example"),
    ]

    class Meta:
        verbose_name = "motif rédigé"
        verbose_name_plural = "motifs rédigés"
        ordering = ["category", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.key == GENERAL.key:
            message = "« Autre raison » est déjà dans la liste, sans règle : prenez un autre mot."
            raise ValidationError({"key": message})
        try:
            resolve(self.rule)
        except UnknownRule as error:
            known = ", ".join(LAWS)
            message = f"{error} Les lois connues : {known}."
            raise ValidationError({"rule": message}) from error
