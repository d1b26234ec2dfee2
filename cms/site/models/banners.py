"""What is said at the top of every page, for a time."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, PageChooserPanel

from .. import help_texts
from ..destinations import Destination, checked
from ..enums import Level
from .brand import one_line
from .schedule import Scheduled, ends_after_it_starts


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
        self.check_times(timezone.now())
        # Not the destination's own: here, it is not asked.
        if self.page or self.address:
            self.page, self.address = checked(self.page, self.address)
            if not self.link_label.strip():
                raise ValidationError({"link_label": "Écrivez le texte du lien."})
        elif self.link_label.strip():
            raise ValidationError({"page": "Choisissez où mène le lien, ou effacez son texte."})
