"""The entries of the main menu and of the bottom of the pages, in their order."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from ... import help_texts
from ..destinations import Destination
from ..forms import MenusForm
from .brand import one_line

MAIN_MAX, FOOTER_MAX = 8, 20
MAIN_LABEL_MAX, FOOTER_LABEL_MAX = 30, 60
_ENTRY = [FieldPanel("label"), PageChooserPanel("page"), FieldPanel("address")]


def _goes_somewhere(name: str) -> models.CheckConstraint:
    page, address = models.Q(page__isnull=False), ~models.Q(address="")
    return models.CheckConstraint(
        condition=(page & ~address) | (~page & address), name=f"cms_site_{name}_goes_somewhere"
    )


@register_setting(icon="list-ul", order=20)
class Menus(BaseGenericSetting, ClusterableModel):
    """The two lists of links that every page shows."""

    base_form_class = MenusForm
    panels = [
        HelpPanel(content=help_texts.MENUS, classname="cu-help"),
        InlinePanel(
            "main_entries",
            panels=_ENTRY,
            heading="Menu principal",
            label="Entrée",
            min_num=1,
            max_num=MAIN_MAX,
        ),
        InlinePanel(
            "footer_entries",
            panels=_ENTRY,
            heading="Liens du pied de page",
            label="Lien",
            min_num=1,
            max_num=FOOTER_MAX,
        ),
    ]

    class Meta:
        verbose_name = "menus"

    def __str__(self) -> str:
        return "Menus du site"


class MainEntry(Destination, Orderable):
    menus = ParentalKey(Menus, on_delete=models.CASCADE, related_name="main_entries")
    label = models.CharField("libellé", max_length=MAIN_LABEL_MAX, validators=[one_line])

    class Meta(Orderable.Meta):
        verbose_name = "entrée du menu principal"
        constraints = [_goes_somewhere("main")]

    def __str__(self) -> str:
        return self.label


class FooterEntry(Destination, Orderable):
    menus = ParentalKey(Menus, on_delete=models.CASCADE, related_name="footer_entries")
    label = models.CharField("libellé", max_length=FOOTER_LABEL_MAX, validators=[one_line])

    class Meta(Orderable.Meta):
        verbose_name = "lien du pied de page"
        constraints = [_goes_somewhere("footer")]

    def __str__(self) -> str:
        return self.label
