"""A page in « facile à lire et à comprendre » (FALC)."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Page

from cms.fields import BodyField
from cms.models.contents import contents
from cms.previews import FramedPreview
from socle.calendar import not_to_come
from socle.slugs import PlainSlug

from .. import help_texts
from ..blocks import EasyBody


class EasyPage(PlainSlug, FramedPreview, Page):
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

    @property
    def sections(self) -> list[dict[str, Any]]:
        return contents(self.body)
