"""Pages that editors compose with the blocks of guides: what they share, then each kind."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import PageChooserBlock, StreamBlock
from wagtail.models import Page

from cms import help_texts
from cms.blocks import GuideBody
from cms.facts import LAW_READ
from cms.fields import BodyField, ExpiredFactsPanel, shared_image_field
from cms.models import GuidePage
from cms.models.contents import CitesFigures
from cms.related_content.widgets import SpeakerChooser, StoryForm
from cms.text import linked_data, plain, with_facts
from socle.slugs import PlainSlug

from ...fields import FramedPreview

TO_COME = (
    "Cette date est à venir : choisissez celle d’aujourd’hui, ou programmez la publication de la "
    "page pour ce jour-là."
)
UNDER_NEWS = ["cms_pages.NewsIndexPage"]


def panels(*own: FieldPanel | MultiFieldPanel) -> list[Any]:
    """What editors fill, the fields of a kind of page before those of all."""
    return [
        ExpiredFactsPanel(),
        *Page.content_panels,
        *own,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]


class EditorialPage(CitesFigures, PlainSlug, FramedPreview, Page):
    """An introduction, the blocks of a guide, an image for who shares the page."""

    introduction = models.TextField(
        "introduction", max_length=600, help_text="Une ou deux phrases, lues en premier."
    )
    body = BodyField(GuideBody(required=False), blank=True, verbose_name="texte")
    share_image = shared_image_field(
        "Montrée quand la page est partagée ou envoyée. 1 200 × 630 points au moins."
    )

    content_panels = panels()
    promote_panels = [*Page.promote_panels, FieldPanel("share_image")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    # Where a guide lists other sources than those of its figures.
    sources: ClassVar[tuple[Any, ...]] = ()

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"law_read": LAW_READ}


class FaqPage(EditorialPage):
    """Questions grouped under titles, each opened by a click."""

    template = "cms/pages/faq_page.html"

    class Meta:
        verbose_name = "page de questions fréquentes"

    @property
    def linked_data(self) -> SafeString:
        """Its questions for search engines."""
        questions = [
            {
                "@type": "Question",
                "name": item["question"],
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": plain(with_facts(item["answer"].source)),
                },
            }
            for block in self.body
            if block.block_type == "faq"
            for item in block.value["questions"]
        ]
        return linked_data("FAQPage", questions)


class NewsPage(EditorialPage):
    """One piece of news."""

    published_on = models.DateField("date", default=timezone.localdate)

    content_panels = panels(FieldPanel("published_on"))
    parent_page_types = UNDER_NEWS
    template = "cms/pages/news_page.html"

    class Meta:
        verbose_name = "actualité"

    def clean(self) -> None:
        """Its readers never see a date to come: at most the day on which it appears."""
        super().clean()
        appears = max(self.go_live_at or timezone.now(), timezone.now())
        if self.published_on is not None and self.published_on > timezone.localdate(appears):
            raise ValidationError({"published_on": TO_COME})


class DossierPage(EditorialPage):
    """Guides to read in order. What was read is kept in the reader's browser alone."""

    guides = BodyField(
        StreamBlock(
            [("guide", PageChooserBlock(page_type="cms.GuidePage", label="Guide"))], min_num=2
        ),
        verbose_name="guides, dans l’ordre",
    )

    content_panels = [
        ExpiredFactsPanel(),
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("guides"),
        FieldPanel("body"),
    ]
    template = "cms/pages/dossier_page.html"

    class Meta:
        verbose_name = "dossier"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        keys = [block["value"] for block in self.guides.raw_data if block["value"]]
        found = {guide.pk: guide for guide in GuidePage.objects.visible().filter(pk__in=keys)}
        return context | {"guides": [found[key] for key in dict.fromkeys(keys) if key in found]}


class StoryPage(EditorialPage):
    """What a copropriété lived, told by an ambassador, written by the editors."""

    person = models.CharField(
        "qui raconte", max_length=120, help_text="Prénom et rôle, jamais un nom de famille."
    )
    building = models.CharField("copropriété", max_length=160, blank=True)
    ambassadeur_url = models.CharField(
        "page de sa copropriété ambassadrice",
        max_length=300,
        blank=True,
        help_text="Ouvrez sa page sur ce site et copiez l’adresse du navigateur. Le lien disparaît "
        "de lui-même si elle n’est plus ambassadrice.",
    )

    content_panels = panels(
        MultiFieldPanel(
            [
                FieldPanel("person"),
                FieldPanel("building"),
                FieldPanel("ambassadeur_url", widget=SpeakerChooser, help_text=help_texts.SPEAKER),
            ],
            heading="Qui raconte",
        )
    )
    base_form_class = StoryForm
    parent_page_types = UNDER_NEWS
    template = "cms/pages/story_page.html"

    class Meta:
        verbose_name = "témoignage"


class PlacePage(EditorialPage):
    """The page of a town or a network: words of the editors, figures of the network."""

    reseau = models.SlugField(
        "réseau",
        max_length=100,
        blank=True,
        help_text="Ce qui suit /reseaux/ dans l’adresse de sa page. Ses chiffres s’affichent "
        "sous l’introduction et suivent le réseau.",
    )

    content_panels = panels(FieldPanel("reseau"))
    template = "cms/pages/place_page.html"

    class Meta:
        verbose_name = "page d’une ville ou d’un réseau"
