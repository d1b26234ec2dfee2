"""When the service is closed to the public, as the team planned it."""

from datetime import timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel

from .. import help_texts
from .brand import one_line
from .schedule import Scheduled, ends_after_it_starts

ANNOUNCED_MAX_H = 24 * 14


class Maintenance(Scheduled):
    """Pages answer « Le service revient » (503); a banner announces it before. The admin, sign-in
    and the health page stay open."""

    announcement = models.CharField(
        "annonce",
        max_length=300,
        validators=[one_line],
        help_text="Dans le bandeau, avant la fermeture. Par exemple : « Mardi 1er décembre, de "
        "20 h à 22 h, le service sera fermé. »",
    )
    announced_hours = models.PositiveSmallIntegerField(
        "annoncée avant (heures)", default=48, validators=[MaxValueValidator(ANNOUNCED_MAX_H)]
    )
    text = models.TextField(
        "texte de la page d’attente",
        max_length=400,
        default="Nous mettons le service à jour. Rien de ce que vous avez écrit n’est perdu.",
    )

    panels = [
        HelpPanel(content=help_texts.MAINTENANCE, classname="cu-help"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading="Quand"),
        FieldPanel("announcement"),
        FieldPanel("announced_hours"),
        FieldPanel("text"),
    ]

    class Meta:
        verbose_name = "maintenance"
        verbose_name_plural = "maintenances"
        ordering = ["-starts_at", "-pk"]
        constraints = [ends_after_it_starts("cms_site_maintenance_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.announcement

    def clean(self) -> None:
        super().clean()
        self.check_times(timezone.now())

    @property
    def announced_for(self) -> timedelta:
        return timedelta(hours=self.announced_hours)
