"""Pages of numbered rules, and every version of them that was in force."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page

from socle.slugs import PlainSlug

from .. import help_texts
from ..blocks import RuleBlock, RulesBody
from ..fields import BodyField, FramedPreview
from ..forms import ScheduledPageForm
from ..rules import Rule
from .contents import HasParts
from .site import SiteSettings

# What opening a text in the editor changes of it, and no reader sees.
_REWRITTEN = (
    (re.compile(r' data-block-key="[^"]*"'), ""),
    (re.compile(r"<(/?)strong>"), r"<\1b>"),
    (re.compile(r"<(/?)em>"), r"<\1i>"),
    (re.compile(r">\s+<"), "><"),
)


class RulesVersion(models.Model):
    """A document of rules as it was in force from a moment on. Written once, never changed.

    `document` is the word that citations begin with (« CGU »); `rules` holds a code, a title and a
    text each; `body` the raw stream around them.
    """

    document = models.CharField("document", max_length=20)
    number = models.CharField("version", max_length=10)
    title = models.CharField("titre", max_length=255)
    introduction = models.TextField("introduction", blank=True)
    since = models.DateTimeField("en vigueur depuis le", default=timezone.now)
    what_changed = models.TextField("ce qui change", blank=True)
    asks_consent = models.BooleanField("accord demandé aux membres", default=False)
    rules = models.JSONField("règles")
    body = models.JSONField("texte")

    class Meta:
        verbose_name = "version des règles"
        verbose_name_plural = "versions des règles"
        ordering = ["document", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="rules_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.document}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("cms:rules_version", args=[slugify(self.document), self.number])

    @property
    def cited_rules(self) -> list[Rule]:
        """The rules of this version, as decisions cite them."""
        return [
            Rule(**one, document=self.document, version=self.number)  # codes, titles and texts
            for one in self.rules
        ]

    @property
    def stream(self) -> Any:
        """The text around the rules, as blocks that a template includes."""
        return RulesPage._meta.get_field("body").stream_block.to_python(self.body)


class Consent(models.Model):
    """One person accepted, or refused, one version; a refusal may become an agreement."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="consents")
    accepted = models.BooleanField("accepté")
    answered_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "accord sur les règles"
        verbose_name_plural = "accords sur les règles"
        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], name="consent_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.version} : {'accepté' if self.accepted else 'refusé'}"


class RulesPageForm(ScheduledPageForm):
    """A draft and its preview may leave out what changes; a publication may not."""

    def clean(self) -> dict[str, Any]:
        # Before the page itself is checked, which Django does once the form is.
        self.instance.is_draft = self.is_deferred_validation
        return super().clean()


class RulesPage(HasParts, PlainSlug, FramedPreview, Page):
    """The terms or the charter: text, and numbered rules that decisions cite.

    Published with another text than the last time, it makes a `RulesVersion`.
    """

    document = models.CharField(
        "nom dans les décisions",
        max_length=20,
        help_text="Le mot qui précède le numéro d’une règle citée. Par exemple : CGU.",
    )
    introduction = models.TextField("introduction", max_length=600, blank=True)
    body = BodyField(RulesBody(), verbose_name="texte")
    rules = BodyField([("rule", RuleBlock())], verbose_name="règles numérotées", blank=True)
    what_changed = models.TextField(
        "ce qui change",
        max_length=600,
        blank=True,
        help_text="Une ou deux phrases, que les membres liront. À réécrire à chaque version.",
    )
    asks_consent = models.BooleanField(
        "demander l’accord des membres",
        default=True,
        help_text="Décochez pour une correction qui ne change ni leurs droits, ni les règles.",
    )

    # Being written, not published: Wagtail says so to the form, which says so here.
    is_draft = False
    base_form_class = RulesPageForm

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=help_texts.RULES, classname="cu-help"),
        FieldPanel("document"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("rules"),
        MultiFieldPanel(
            [FieldPanel("what_changed"), FieldPanel("asks_consent")], heading="Nouvelle version"
        ),
    ]
    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "page de règles"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "identity": SiteSettings.load(request),
            "rules": self.written_rules,
            "version": self.last_version,
        }

    def clean(self) -> None:
        super().clean()
        if self.document and not slugify(self.document):
            message = "Donnez un mot qui a des lettres : il est dans l’adresse de ses versions."
            raise ValidationError({"document": message})
        codes = [rule["code"] for rule in self.written_rules]
        # Rules whose number is not typed yet share nothing.
        if twice := sorted({code for code in codes if code and codes.count(code) > 1}):
            message = f"Deux règles portent le même numéro : {', '.join(twice)}."
            raise ValidationError({"rules": message})
        last = self.last_version
        if last is None or self.is_draft or self.is_version(last):
            return
        if self.what_changed in {"", last.what_changed}:
            message = "Le texte a changé : dites ici ce qui change, cette fois."
            raise ValidationError({"what_changed": message})

    @property
    def written_rules(self) -> list[dict[str, str]]:
        """Code, title and text of each rule, in order."""
        return [dict(block.value) for block in self.rules]

    @property
    def written_body(self) -> list[dict[str, Any]]:
        """The raw stream, without the identifiers that Wagtail gives to blocks."""
        return [
            {"type": block["type"], "value": block["value"]} for block in self.body.get_prep_value()
        ]

    @property
    def last_version(self) -> RulesVersion | None:
        """The version in force now; None before the page was ever published."""
        return RulesVersion.objects.filter(document=self.document).first()

    def is_version(self, version: RulesVersion) -> bool:
        """Whether the page says what this version says; its title may change alone."""
        mine = (self.introduction, self.written_rules, _as_read(self.written_body))
        return mine == (version.introduction, version.rules, _as_read(version.body))


def _as_read(raw: Any) -> Any:
    """A raw stream, the same before it was opened in the editor and after."""
    if isinstance(raw, str):
        for pattern, instead in _REWRITTEN:
            raw = pattern.sub(instead, raw)
        return raw
    if isinstance(raw, list):
        return [_as_read(one) for one in raw]
    if isinstance(raw, dict):
        return {name: _as_read(value) for name, value in raw.items()}
    return raw
