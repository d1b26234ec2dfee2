"""What begins and ends at its hour: banners, maintenances, recommendations of the search."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, PageChooserPanel

from socle.concurrent_edits import SharedAdminForm
from socle.search.words import stems

from ... import help_texts
from ..destinations import Destination, checked
from ..enums import Level
from .brand import one_line


class ScheduledQuerySet(models.QuerySet):
    def not_over(self, now: datetime) -> "ScheduledQuerySet":
        """Of that moment, or later."""
        return self.filter(ends_at__gt=now)


BACKWARDS = "La fin doit venir après le début."
PASSED = "Cette date est passée."


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(ends_at__gt=models.F("starts_at")),
        name=name,
        violation_error_message=BACKWARDS,
    )


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


class Scheduled(models.Model):
    """From `starts_at` included to `ends_at` excluded."""

    starts_at = models.DateTimeField(
        "à partir du",
        blank=True,
        help_text="Vide : dès l’enregistrement.",
    )
    ends_at = models.DateTimeField("jusqu’au")

    objects = ScheduledQuerySet.as_manager()

    base_form_class = SharedAdminForm

    class Meta:
        abstract = True

    def check_times(self, now: datetime) -> None:
        """The past is refused, but what stood already stays as it was. Raises ValidationError."""
        before = type(self).objects.filter(pk=self.pk).first()
        if before and self.starts_at == _to_the_minute(before.starts_at):
            # As the form shows it: what began « dès l’enregistrement » has seconds.
            self.starts_at = before.starts_at
        if self.starts_at is None:
            self.starts_at = before.starts_at if before and before.starts_at <= now else now
        elif self.starts_at < now and (before is None or before.starts_at != self.starts_at):
            message = f"{PASSED} Laissez vide pour commencer maintenant."
            raise ValidationError({"starts_at": message})
        if self.ends_at is None:
            return
        if self.ends_at <= now and (before is None or before.ends_at != self.ends_at):
            raise ValidationError({"ends_at": PASSED})
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": BACKWARDS})

    def state_at(self, now: datetime) -> str:
        """In words, for the list of editors."""
        if self.ends_at <= now:
            return "fini"
        return "en cours" if self.starts_at <= now else "prévu"

    @property
    def state(self) -> str:
        return self.state_at(timezone.now())


class Banner(Destination, Scheduled):
    """An important notice. One at a time is shown: the most serious, then the latest begun."""

    title = models.CharField("titre", max_length=100, validators=[one_line])
    text = models.CharField("texte", max_length=300, blank=True, validators=[one_line])
    level = models.CharField("gravité", max_length=10, choices=Level.choices, default=Level.INFO)
    link_label = models.CharField("texte du lien", max_length=60, blank=True, validators=[one_line])
    panels = [
        HelpPanel(content=help_texts.BANNER, classname="cu-help"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("level"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading="Quand"),
        FieldPanel("link_label"),
        PageChooserPanel("page"),
        FieldPanel("address"),
    ]

    class Meta:
        verbose_name = "bandeau"
        verbose_name_plural = "bandeaux"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            ends_after_it_starts("cms_site_banner_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        errors: dict[str, list[ValidationError]] = {}
        for check in (lambda: self.check_times(timezone.now()), self._check_link):
            try:
                check()
            except ValidationError as error:
                error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _check_link(self) -> None:
        """Not the destination's own: here, it is not asked. Raises ValidationError."""
        if self.page or self.address:
            self.page, self.address = checked(self.page, self.address)
            if not self.link_label.strip():
                raise ValidationError({"link_label": "Écrivez le texte du lien."})
        elif self.link_label.strip():
            raise ValidationError({"page": "Choisissez où mène le lien, ou effacez son texte."})


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
        default="Nous mettons le service à jour. Ce que vous aviez déjà envoyé est gardé.",
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

    base_form_class = SharedAdminForm
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
