"""What is said at the top of every page, for a time."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, PageChooserPanel

from .. import help_texts
from ..destinations import Destination, checked
from ..enums import Level
from ..querysets import BannerQuerySet
from .brand import one_line


class Banner(Destination):
    """An important notice. One at a time is shown: the most serious, then the latest begun."""

    title = models.CharField("titre", max_length=100, validators=[one_line])
    text = models.CharField("texte", max_length=300, blank=True, validators=[one_line])
    level = models.CharField("gravité", max_length=10, choices=Level.choices, default=Level.INFO)
    link_label = models.CharField("texte du lien", max_length=60, blank=True, validators=[one_line])
    starts_at = models.DateTimeField(
        "à partir du",
        blank=True,
        help_text="Vide : dès l’enregistrement.",
    )
    ends_at = models.DateTimeField("jusqu’au")

    objects = BannerQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="cms_site_banner_ends_after_it_starts",
                violation_error_message="Le bandeau doit finir après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        # Not the destination's own: here, it is not asked.
        if self.page or self.address:
            self.page, self.address = checked(self.page, self.address)
            if not self.link_label.strip():
                raise ValidationError({"link_label": "Écrivez le texte du lien."})
        elif self.link_label.strip():
            raise ValidationError({"page": "Choisissez où mène le lien, ou effacez son texte."})
        self._check_times(timezone.now())

    def _check_times(self, now: datetime) -> None:
        """The past is refused, but what stood already stays as it was."""
        before = type(self).objects.filter(pk=self.pk).first()
        if self.starts_at is None:
            self.starts_at = before.starts_at if before and before.starts_at <= now else now
        elif self.starts_at < now and (before is None or before.starts_at != self.starts_at):
            message = "Cette date est passée. Laissez vide pour commencer maintenant."
            raise ValidationError({"starts_at": message})
        if self.ends_at is None:
            return
        if self.ends_at <= now and (before is None or before.ends_at != self.ends_at):
            raise ValidationError({"ends_at": "Cette date est passée."})
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "Le bandeau doit finir après avoir commencé."})

    def state_at(self, now: datetime) -> str:
        """In words, for the list of editors."""
        if self.ends_at <= now:
            return "fini"
        return "en ligne" if self.starts_at <= now else "prévu"

    @property
    def state(self) -> str:
        return self.state_at(timezone.now())
