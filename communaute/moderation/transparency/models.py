"""Figures of periods that are over, written once; what no row of ours tells."""

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from socle.shared_rows import SharedAdminForm


class ClosedPeriod(models.Model):
    """The raw figures of a quarter or a year, as they were when it ended; never computed again.

    `agencies` holds the figures of those that took enough decisions: key, name, figures.
    """

    key = models.CharField("période", max_length=8, unique=True)
    starts_at = models.DateTimeField("du")
    ends_at = models.DateTimeField("au")
    figures = models.JSONField("chiffres")
    agencies = models.JSONField("chiffres des agences", default=list)
    closed_at = models.DateTimeField("arrêté le", default=timezone.now)

    class Meta:
        verbose_name = "période close"
        verbose_name_plural = "périodes closes"
        ordering = ["-ends_at", "key"]

    def __str__(self) -> str:
        return self.key


class MonthlyUsers(models.Model):
    """How many people signed in during a month, counted on its last tick or just after."""

    month = models.DateField("mois", unique=True)
    people = models.PositiveIntegerField("personnes")

    class Meta:
        verbose_name = "personnes connectées en un mois"
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y} : {self.people}"


@register_setting(icon="group")
class ModerationMeans(BaseGenericSetting):
    """What the transparency page says of the people who moderate, typed by the team."""

    weekly_hours = models.PositiveIntegerField(
        "heures de modération par semaine, toutes agences comprises", null=True, blank=True
    )
    training = models.TextField(
        "formation des modérateurs",
        max_length=600,
        blank=True,
        help_text="Une ou deux phrases : qui les forme, à quoi, combien de temps.",
    )

    base_form_class = SharedAdminForm
    panels = [FieldPanel("weekly_hours"), FieldPanel("training")]

    class Meta:
        verbose_name = "moyens de la modération"

    def __str__(self) -> str:
        return "Moyens de la modération"
