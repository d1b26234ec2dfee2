"""Legal pages, and the accessibility declaration."""

import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from socle.calendar import not_to_come
from socle.slugs import PlainSlug

from .. import help_texts
from ..blocks import TEXT_FEATURES, StandardBody
from ..enums import ConformityState
from ..fields import BodyField, FramedPreview, shared_image_field
from .contents import HasParts
from .site import SiteSettings

AUDIT_VALID_YEARS = 3
PARTIAL_FROM = Decimal(50)
FULL_FROM = Decimal(100)


class StandardPage(HasParts, PlainSlug, FramedPreview, Page):
    """A legal or institutional page."""

    introduction = models.TextField("introduction", max_length=600, blank=True)
    body = BodyField(StandardBody(), verbose_name="texte")
    updated_on = models.DateField("à jour au", default=timezone.localdate, validators=[not_to_come])

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=help_texts.STANDARD, classname="cu-help"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("updated_on"),
    ]
    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "page simple"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"identity": SiteSettings.load(request)}


class AccessibilityPage(PlainSlug, FramedPreview, Page):
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
    audited_on = models.DateField(
        "date de l’audit", null=True, blank=True, validators=[not_to_come]
    )
    rgaa_version = models.CharField("version du RGAA", max_length=10, default="4.1.2")
    pages_tested = RichTextField("pages vérifiées", features=["ul", "link"], blank=True)
    failures = RichTextField("contenus non accessibles", features=TEXT_FEATURES, blank=True)
    burdens = RichTextField(
        "dérogations pour charge disproportionnée", features=TEXT_FEATURES, blank=True
    )
    plan = RichTextField("plan d’action", features=TEXT_FEATURES, blank=True)
    declared_on = models.DateField(
        "déclaration établie le", default=timezone.localdate, validators=[not_to_come]
    )
    share_image = shared_image_field()

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=help_texts.ACCESSIBILITY, classname="cu-help"),
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
    promote_panels = [*Page.promote_panels, FieldPanel("share_image")]
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "déclaration d’accessibilité"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"identity": SiteSettings.load(request)}

    def clean(self) -> None:
        super().clean()
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
