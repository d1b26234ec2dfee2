"""The identity of the service, the home page."""

from django.db import models
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page

from socle.concurrent_edits import SharedAdminForm
from socle.slugs import PlainSlug

from .. import help_texts
from ..fields import BodyField, FramedPreview
from ..home import HomeBody, Run, first_sections, runs


@register_setting(icon="user")
class SiteSettings(BaseGenericSetting):
    """Who publishes and hosts the service. An empty field is not shown to the public."""

    publisher = models.CharField("éditeur", max_length=200, blank=True)
    publisher_address = models.TextField("adresse de l’éditeur", max_length=400, blank=True)
    publisher_phone = models.CharField("téléphone de l’éditeur", max_length=30, blank=True)
    publication_director = models.CharField(
        "directrice ou directeur de la publication", max_length=200, blank=True
    )
    host_name = models.CharField("hébergeur", max_length=200, blank=True)
    host_address = models.TextField("adresse de l’hébergeur", max_length=400, blank=True)
    host_phone = models.CharField("téléphone de l’hébergeur", max_length=30, blank=True)
    data_protection_contact = models.EmailField(
        "adresse du délégué à la protection des données", blank=True
    )

    base_form_class = SharedAdminForm
    panels = [
        HelpPanel(content=help_texts.IDENTITY, classname="cu-help"),
        MultiFieldPanel(
            [
                FieldPanel("publisher"),
                FieldPanel("publisher_address"),
                FieldPanel("publisher_phone"),
                FieldPanel("publication_director"),
            ],
            heading="Éditeur",
        ),
        MultiFieldPanel(
            [FieldPanel("host_name"), FieldPanel("host_address"), FieldPanel("host_phone")],
            heading="Hébergeur",
        ),
        FieldPanel("data_protection_contact"),
    ]

    class Meta:
        verbose_name = "identité du service"

    def __str__(self) -> str:
        return self.publisher or "Éditeur à compléter"

    @property
    def missing(self) -> list[str]:
        """Labels of the fields still empty, for the editors' desk."""
        return [
            str(field.verbose_name)
            for field in self._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField)
            and not getattr(self, field.name)
        ]


class HomePage(PlainSlug, FramedPreview, Page):
    """The root of the site: its two sentences, then sections that editors order and word."""

    heading = models.CharField(
        "titre",
        max_length=120,
        default="Un réseau de chaleur passe-t-il près de votre immeuble ?",
    )
    introduction = models.CharField(
        "phrase d’introduction",
        max_length=300,
        default="Testez votre adresse, puis parlez avec des copropriétés de votre réseau "
        "qui se chauffent déjà ainsi.",
    )
    body = BodyField(HomeBody(), verbose_name="parties de la page", default=first_sections)

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=help_texts.HOME, classname="cu-help"),
        FieldPanel("heading"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.GuideIndexPage",
        "cms.StandardPage",
        "cms.RulesPage",
        "cms.AccessibilityPage",
        "cms_pages.ContactPage",
        "cms_pages.FaqPage",
        "cms_pages.NewsIndexPage",
        "cms_pages.DossierPage",
        "cms_pages.PlacePage",
        "cms_site.EasyPage",
    ]

    class Meta:
        verbose_name = "page d’accueil"

    @property
    def opens_with_the_test(self) -> bool:
        """Whether the title of the page stands in the test of an address."""
        return bool(self.body) and self.body.raw_data[0]["type"] == "address"

    @property
    def runs(self) -> list[Run]:
        """Its sections, those that all read alike gathered."""
        return runs(self.body)

    @property
    def holds_the_test(self) -> bool:
        """Whether an address is typed somewhere in the page: its scripts are then loaded."""
        return any(one["type"] == "address" for one in self.body.raw_data)
