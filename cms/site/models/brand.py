"""Under which name and marks the service shows itself."""

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.images.blocks import ImageBlock
from wagtail.models import Orderable, Page

from socle.calendar import not_to_come
from socle.slugs import PlainSlug

from ... import help_texts
from ...blocks import TitleBlock
from ...fields import BodyField, FramedPreview
from ...models.contents import HasParts
from .. import initial_frame
from ..destinations import Destination
from ..enums import StateMarks
from ..services import BrandForm, MenusForm

PARTNERS_MAX = 12
# « ChauffageUrbain »: the second word has a colour of its own.
_TWO_WORDS = re.compile(r"(?P<first>\w*[^\W\d_A-ZÀ-Ý])(?P<second>[A-ZÀ-Ý]\w*)")
one_line = RegexValidator(
    r"[\x00-\x1f\x7f<>]",
    "Écrivez le texte sur une ligne, sans « < » ni « > ».",
    inverse_match=True,
)
only_https = URLValidator(schemes=["https"], message="L’adresse commence par « https:// ».")


def two_words(name: str) -> tuple[str, str]:
    """« Chauffage » and « Urbain » of « ChauffageUrbain »; ("Énergie commune", "") otherwise."""
    match = _TWO_WORDS.fullmatch(name)
    return (match["first"], match["second"]) if match else (name, "")


@register_setting(icon="pick", order=10)
class Brand(BaseGenericSetting, ClusterableModel):
    """Name, marks and logos of the service: on every page and in every mail."""

    name = models.CharField(
        "nom du service", max_length=40, default=initial_frame.NAME, validators=[one_line]
    )
    tagline = models.CharField(
        "phrase sous le nom",
        max_length=120,
        blank=True,
        default=initial_frame.TAGLINE,
        validators=[one_line],
    )
    state_marks = models.CharField(
        "marques de l’État",
        max_length=10,
        blank=True,
        choices=StateMarks.choices,
        default=StateMarks.DEFAULT,
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="logo de l’opérateur",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    logo_alt = models.CharField(
        "texte du logo",
        max_length=120,
        blank=True,
        validators=[one_line],
        help_text="Ce qui est écrit sur le logo : il est lu à qui ne voit pas l’image.",
    )
    footer_text = models.TextField(
        "présentation, en bas de page",
        max_length=400,
        blank=True,
        default=initial_frame.FOOTER_TEXT,
    )

    base_form_class = BrandForm
    panels = [
        HelpPanel(content=help_texts.BRAND, classname="cu-help"),
        FieldPanel("name"),
        FieldPanel("tagline"),
        FieldPanel("state_marks"),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("logo_alt")], heading="Logo"),
        FieldPanel("footer_text"),
        InlinePanel("partners", heading="Partenaires", label="Partenaire", max_num=PARTNERS_MAX),
    ]

    class Meta:
        verbose_name = "marque du service"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.logo and not self.logo_alt.strip():
            raise ValidationError({"logo_alt": "Écrivez ce que dit le logo."})


class Partner(Orderable):
    """A partner whose logo is at the bottom of every page."""

    brand = ParentalKey(Brand, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField("nom", max_length=80, validators=[one_line])
    image = models.ForeignKey(
        "wagtailimages.Image", verbose_name="logo", on_delete=models.CASCADE, related_name="+"
    )
    url = models.CharField("site", max_length=300, blank=True, validators=[only_https])

    panels = [FieldPanel("name"), FieldPanel("image"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = "partenaire"

    def __str__(self) -> str:
        return self.name


SENTENCE_MAX, POINT_MAX, POINTS_MAX = 140, 90, 7


class PicturedBlock(blocks.StructBlock):
    """A sentence and the image that says the same: the image is beside it, never alone."""

    image = ImageBlock(label="Image")
    text = blocks.CharBlock(label="Phrase", max_length=SENTENCE_MAX)

    class Meta:
        icon = "image"
        label = "Phrase avec une image"
        template = "cms/blocks/pictured.html"


class EasyBody(blocks.StreamBlock):
    """Titles, sentences of one idea, short lists."""

    heading = TitleBlock(
        icon="title", label="Titre", max_length=60, template="cms/blocks/heading.html"
    )
    sentence = blocks.CharBlock(
        icon="pilcrow",
        label="Phrase",
        max_length=SENTENCE_MAX,
        template="cms/blocks/sentence.html",
        help_text="Une idée. Des mots de tous les jours.",
    )
    pictured = PicturedBlock()
    points = blocks.ListBlock(
        blocks.CharBlock(label="Point", max_length=POINT_MAX),
        icon="list-ul",
        label="Liste",
        min_num=2,
        max_num=POINTS_MAX,
        template="cms/blocks/points.html",
    )


class EasyPage(HasParts, PlainSlug, FramedPreview, Page):
    """Short sentences, one idea each. It may say that it is FALC only once people concerned have
    read it: the European rules ask for it."""

    introduction = models.TextField("première phrase", max_length=200)
    body = BodyField(EasyBody(), verbose_name="texte")
    reviewed_by = models.CharField(
        "relu par",
        max_length=200,
        blank=True,
        help_text="Le groupe de personnes en situation de handicap qui a relu ce texte. Vide : la "
        "page ne porte pas la mention FALC.",
    )
    updated_on = models.DateField("à jour au", default=timezone.localdate, validators=[not_to_come])

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=help_texts.EASY, classname="cu-help"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("reviewed_by"),
        FieldPanel("updated_on"),
    ]
    template = "cms/easy_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "page facile à lire"
        verbose_name_plural = "pages faciles à lire"


# The entries of the main menu and of the bottom of the pages, in their order.


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
