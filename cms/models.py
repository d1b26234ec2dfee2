"""The Wagtail pages, the identity of the service, and the version of what the public sees."""

import datetime
import json
from decimal import Decimal
from math import ceil
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from . import help_texts
from .blocks import TEXT_FEATURES, GuideBody, SourceBlock, StandardBody
from .enums import ConformityState, GuideStage
from .facts import Fact, fact
from .forms import GuideFilterForm
from .querysets import GuideManager
from .rules import IN_FORCE_SINCE, RULES, VERSION
from .text import fact_keys, fold, plain, unknown_facts

WORDS_PER_MINUTE = 200
AUDIT_VALID_YEARS = 3
PARTIAL_FROM = Decimal(50)
FULL_FROM = Decimal(100)


class PublicVersion(models.Model):
    """One row: a number that moves each time something the public sees is written.

    The cache of anonymous pages is keyed by it, so that a write is seen at once.
    """

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)


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

    panels = [
        HelpPanel(content=help_texts.IDENTITY),
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


class HomePage(Page):
    """The root of the site: its two sentences; the rest is composed by the template."""

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

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=help_texts.HOME),
        FieldPanel("heading"),
        FieldPanel("introduction"),
    ]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.GuideIndexPage", "cms.StandardPage", "cms.AccessibilityPage"]

    class Meta:
        verbose_name = "page d’accueil"


class GuideIndexPage(Page):
    """The list of guides, by stage."""

    introduction = models.CharField("introduction", max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage"]

    class Meta:
        verbose_name = "liste des guides"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        form = GuideFilterForm(request.GET)
        guides = GuidePage.objects.visible().descendant_of(self).for_list()
        if form.is_valid() and form.cleaned_data["etape"]:
            guides = guides.at_stage(form.cleaned_data["etape"])
        groups = group_by_stage(list(guides))
        return context | {
            "form": form,
            "stages": groups,
            "count": sum(len(group["guides"]) for group in groups),
            "choices": GuideStage.choices,
            "selected": form.cleaned_data.get("etape", ""),
        }


def group_by_stage(guides: "list[GuidePage]") -> list[dict[str, Any]]:
    """[{"key", "label", "guides"}] in the order of a project, without the empty stages."""
    groups = [
        {
            "key": stage.value,
            "label": stage.label,
            "guides": [guide for guide in guides if guide.stage == stage],
        }
        for stage in GuideStage
    ]
    return [group for group in groups if group["guides"]]


class GuideTag(TaggedItemBase):
    content_object = ParentalKey(
        "cms.GuidePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class GuidePage(Page):
    """One guide: what a conseil syndical needs at one stage of its project."""

    stage = models.CharField("étape du projet", max_length=12, choices=GuideStage)
    summary = models.TextField(
        "l’essentiel", max_length=500, help_text="Deux ou trois phrases, lues en premier."
    )
    body = StreamField(GuideBody(), verbose_name="texte")
    tags = ClusterTaggableManager(through=GuideTag, blank=True, verbose_name="thèmes")
    reviewed_at = models.DateField(
        "relu le", default=timezone.localdate, help_text="Date de la dernière vérification du fond."
    )
    sources = StreamField([("source", SourceBlock())], blank=True, verbose_name="autres sources")

    objects = GuideManager()

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=help_texts.GUIDE),
        MultiFieldPanel(
            [FieldPanel("stage"), FieldPanel("tags"), FieldPanel("reviewed_at")],
            heading="Où et quand",
        ),
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [HelpPanel(content=help_texts.SOURCES), FieldPanel("sources")],
            heading="Sources",
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("folded_title", boost=5),
        index.SearchField("folded_summary", boost=3),
        index.SearchField("folded_body"),
        index.FilterField("stage"),
    ]
    parent_page_types = ["cms.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "guide"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "stages": GuideStage.choices,
            "tag_names": [tag.name for tag in self.tags.all()],
            "next_guide": GuidePage.objects.visible().after(self).for_list().first(),
        }

    @property
    def reading_minutes(self) -> int:
        """Whole minutes, at least one, at 200 words a minute."""
        words = len(self.summary.split()) + len(" ".join(self.searched_texts).split())
        return max(1, ceil(words / WORDS_PER_MINUTE))

    @property
    def searched_texts(self) -> list[str]:
        """The texts of the blocks, as the blocks themselves declare them to the index."""
        field = self._meta.get_field("body")
        return [plain(str(text)) for text in field.get_searchable_content(self.body)]

    @property
    def folded_title(self) -> str:
        return fold(self.title)

    @property
    def folded_summary(self) -> str:
        return fold(f"{self.summary} {' '.join(tag.name for tag in self.tags.all())}")

    @property
    def folded_body(self) -> str:
        return fold(" ".join(self.searched_texts))

    @property
    def sections(self) -> list[dict[str, str]]:
        """The table of contents: anchor and title of each part."""
        return contents(self.body)

    @property
    def facts(self) -> list[Fact]:
        """The figures this guide shows or quotes, in order, each once."""
        keys: dict[str, None] = {}
        for block in self.body.raw_data:
            if block["type"] == "fact":
                keys |= dict.fromkeys(item["value"] for item in block["value"]["facts"])
            else:
                keys |= dict.fromkeys(fact_keys(json.dumps(block["value"])))
        unknown = set(unknown_facts(" ".join(f"[fait:{key}]" for key in keys)))
        return [fact(key) for key in keys if key not in unknown]

    @property
    def excerpt(self) -> str:
        """The line a search result shows."""
        return self.summary


def contents(body: Any) -> list[dict[str, str]]:
    """Anchor and title of each heading block of a stream."""
    return [
        {"anchor": slugify(block.value), "title": block.value}
        for block in body
        if block.block_type == "heading"
    ]


class StandardPage(Page):
    """A legal or institutional page."""

    introduction = models.TextField("introduction", max_length=600, blank=True)
    body = StreamField(StandardBody(), verbose_name="texte")
    updated_on = models.DateField("à jour au", default=timezone.localdate)

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=help_texts.STANDARD),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("updated_on"),
    ]
    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "page simple"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "identity": SiteSettings.load(request),
            "rules": RULES,
            "rules_version": VERSION,
            "rules_date": datetime.date.fromisoformat(IN_FORCE_SINCE),
        }

    @property
    def sections(self) -> list[dict[str, str]]:
        return contents(self.body)


class AccessibilityPage(Page):
    """The accessibility declaration (law 2005-102, art. 47; RGAA).

    Its state is computed from the audit and cannot be typed: without a whole and valid audit the
    service says « non conforme ».
    """

    rate = models.DecimalField(
        "taux de conformité (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Part des critères applicables respectés, telle que l’audit la donne.",
    )
    auditor = models.CharField("audit réalisé par", max_length=200, blank=True)
    audited_on = models.DateField("date de l’audit", null=True, blank=True)
    rgaa_version = models.CharField("version du RGAA", max_length=10, default="4.1.2")
    pages_tested = RichTextField("pages vérifiées", features=["ul", "link"], blank=True)
    failures = RichTextField("contenus non accessibles", features=TEXT_FEATURES, blank=True)
    burdens = RichTextField(
        "dérogations pour charge disproportionnée", features=TEXT_FEATURES, blank=True
    )
    plan = RichTextField("plan d’action", features=TEXT_FEATURES, blank=True)
    declared_on = models.DateField("déclaration établie le", default=timezone.localdate)

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=help_texts.ACCESSIBILITY),
        MultiFieldPanel(
            [
                FieldPanel("rate"),
                FieldPanel("auditor"),
                FieldPanel("audited_on"),
                FieldPanel("rgaa_version"),
                FieldPanel("pages_tested"),
            ],
            heading="Audit",
        ),
        FieldPanel("failures"),
        FieldPanel("burdens"),
        FieldPanel("plan"),
        FieldPanel("declared_on"),
    ]
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "déclaration d’accessibilité"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"identity": SiteSettings.load(request)}

    def clean(self) -> None:
        super().clean()
        if self.audited_on and self.audited_on > timezone.localdate():
            raise ValidationError({"audited_on": "L’audit ne peut pas être dans le futur."})
        if self.rate == FULL_FROM and self.failures:
            message = "À 100 %, il ne peut rester de contenu non accessible."
            raise ValidationError({"failures": message})

    @property
    def valid_until(self) -> datetime.date | None:
        """Last day of an audit: three years after it."""
        if self.audited_on is None:
            return None
        year = self.audited_on.year + AUDIT_VALID_YEARS
        try:
            return self.audited_on.replace(year=year)
        except ValueError:  # 29 February
            return self.audited_on.replace(year=year, day=28)

    @property
    def has_valid_audit(self) -> bool:
        today = timezone.localdate()
        return (
            self.rate is not None
            and bool(self.auditor)
            and self.audited_on is not None
            and self.audited_on <= today
            and self.valid_until is not None
            and today <= self.valid_until
        )

    @property
    def state(self) -> ConformityState:
        """Full at 100 %, partial from 50 %, none below or without a valid audit."""
        if not self.has_valid_audit or self.rate is None or self.rate < PARTIAL_FROM:
            return ConformityState.NONE
        return ConformityState.FULL if self.rate >= FULL_FROM else ConformityState.PARTIAL
