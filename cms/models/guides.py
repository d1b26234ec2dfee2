"""The list of guides, and a guide."""

from hashlib import sha256
from math import ceil
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from socle.buildings import Stage
from socle.calendar import not_to_come
from socle.public_pages import cached_for_site
from socle.slugs import PlainSlug
from socle.words import fold

from .. import help_texts
from ..blocks import GuideBody, SourceBlock, refuse_codes
from ..enums import Audience
from ..facts import LAW_READ
from ..fields import BodyField, ExpiredFactsPanel, FramedPreview, shared_image_field
from ..forms import GuideFilterForm
from ..querysets import TAGS_APART, GuideManager
from ..related_content.related_kinds import asked, found_for
from ..related_content.widgets import BesideForm, ThingsChooser
from .contents import CitesFigures

WORDS_PER_MINUTE = 200


class GuideIndexPage(PlainSlug, FramedPreview, Page):
    """The list of guides, by stage."""

    introduction = models.CharField("introduction", max_length=300, blank=True)
    share_image = shared_image_field()

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = [*Page.promote_panels, FieldPanel("share_image")]
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage"]

    class Meta:
        verbose_name = "liste des guides"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        form = GuideFilterForm(request.GET)
        guides = GuidePage.objects.visible().descendant_of(self).for_list()
        form.is_valid()
        stage = form.cleaned_data.get("etape", "")
        if stage:
            guides = guides.filter(stage=stage)
        groups = group_by_stage(list(guides))
        return context | {
            "form": form,
            "stages": groups,
            "count": sum(len(group["guides"]) for group in groups),
            "choices": Stage.choices,
            "selected": stage,
        }


def group_by_stage(guides: "list[GuidePage]") -> list[dict[str, Any]]:
    """[{"key", "label", "guides"}] in the order of a project, without the empty stages."""
    groups = [
        {
            "key": stage.value,
            "label": stage.label,
            "guides": [guide for guide in guides if guide.stage == stage],
        }
        for stage in Stage
    ]
    return [group for group in groups if group["guides"]]


class GuideTag(TaggedItemBase):
    content_object = ParentalKey(
        "cms.GuidePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class GuidePage(CitesFigures, PlainSlug, FramedPreview, Page):
    """One guide: what a conseil syndical needs at one stage of its project.

    `made_of` is the key of the question that its draft was made of (`cms.dashboard.drafts`),
    whatever its address becomes.
    """

    stage = models.CharField("étape du projet", max_length=12, choices=Stage)
    audience = models.CharField(
        "pour qui",
        max_length=16,
        choices=Audience,
        blank=True,
        help_text="Dit en tête du guide et dans la liste. Vide : le guide s’adresse à tous.",
    )
    summary = models.TextField(
        "l’essentiel", max_length=500, help_text="Deux ou trois phrases, lues en premier."
    )
    body = BodyField(GuideBody(), verbose_name="texte")
    tags = ClusterTaggableManager(through=GuideTag, blank=True, verbose_name="thèmes")
    reviewed_at = models.DateField(
        "relu le",
        default=timezone.localdate,
        validators=[not_to_come],
        help_text="Date de la dernière vérification du fond.",
    )
    sources = BodyField([("source", SourceBlock())], blank=True, verbose_name="autres sources")
    shown_first = models.TextField(
        "à montrer d’abord",
        max_length=2000,
        blank=True,
        help_text="Adresses de questions ou de copropriétés ambassadrices de ce site, une par "
        "ligne, dans l’ordre voulu.",
    )
    left_out = models.TextField(
        "à ne pas montrer",
        max_length=2000,
        blank=True,
        help_text="Adresses de questions ou de copropriétés de ce site, une par ligne.",
    )

    share_image = shared_image_field(
        "Montrée quand le guide est partagé. Vide : la première image du texte."
    )
    made_of = models.PositiveBigIntegerField(
        "faite d’après la question", null=True, blank=True, editable=False, db_index=True
    )

    objects = GuideManager()

    exclude_fields_in_copy: ClassVar[list[str]] = ["made_of"]
    base_form_class = BesideForm
    content_panels = [
        ExpiredFactsPanel(),
        *Page.content_panels,
        HelpPanel(content=help_texts.GUIDE, classname="cu-help"),
        MultiFieldPanel(
            [
                FieldPanel("stage"),
                FieldPanel("audience"),
                FieldPanel("tags"),
                FieldPanel("reviewed_at"),
            ],
            heading="Où et quand",
        ),
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [HelpPanel(content=help_texts.SOURCES, classname="cu-help"), FieldPanel("sources")],
            heading="Sources",
        ),
        MultiFieldPanel(
            [
                HelpPanel(content=help_texts.BESIDE, classname="cu-help"),
                FieldPanel("shown_first", widget=ThingsChooser, help_text=help_texts.SHOWN_FIRST),
                FieldPanel("left_out", widget=ThingsChooser, help_text=help_texts.LEFT_OUT),
            ],
            heading="Questions et copropriétés montrées sous le guide",
        ),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("share_image")]
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
        following = self._next_guide(request)
        return context | {
            "stages": Stage.choices,
            "law_read": LAW_READ,
            "next_guide": following,
        }

    def _next_guide(self, request: HttpRequest) -> dict[str, str]:
        """Title, summary and address of the guide that follows; nothing after the last one."""

        def following() -> dict[str, str]:
            guide = GuidePage.objects.visible().after(self).for_list().first()
            if guide is None:
                return {}
            # Kept with the rest: an address costs a look at the sites.
            return {"title": guide.title, "summary": guide.summary, "url": guide.url or ""}

        return cached_for_site(request, f"cms:next-2:{self.path}", following)

    @cached_property
    def tag_names(self) -> list[str]:
        joined: str | None = getattr(self, "joined_tags", None)
        if joined is not None:
            return joined.split(TAGS_APART) if joined else []
        return [tag.name for tag in self.tags.all()]

    @cached_property
    def found_beside(self) -> dict[str, list[int]]:
        """{source: keys} of what the index holds for its subject, best first: as the clock found
        it, looked for now when the subject is another since."""
        known = getattr(self, "beside_found", None)
        if known is not None and known.asked == self.asked_beside:
            return known.found
        return found_for(self.title, sorted(self.tag_names))

    @property
    def asked_beside(self) -> str:
        """What is looked for, in short."""
        return asked(self.title, sorted(self.tag_names))

    @cached_property
    def beside_key(self) -> str:
        """For the cache: changes with all that what is beside it depends on, drafts included."""
        parts = (self.title, self.stage, self.shown_first, self.left_out, *sorted(self.tag_names))
        return sha256("\x1f".join(parts).encode()).hexdigest()

    @property
    def reading_minutes(self) -> int:
        """Whole minutes, at least one, at 200 words a minute."""
        words = len(self.summary.split()) + len(" ".join(self.searched_texts).split())
        return max(1, ceil(words / WORDS_PER_MINUTE))

    @property
    def folded_title(self) -> str:
        return fold(self.title)

    @property
    def folded_summary(self) -> str:
        return fold(f"{self.summary} {' '.join(tag.name for tag in self.tags.all())}")

    @property
    def folded_body(self) -> str:
        return fold(" ".join(self.searched_texts))

    def clean(self) -> None:
        super().clean()
        try:
            refuse_codes(self.summary)
        except ValidationError as error:
            raise ValidationError({"summary": error}) from error


class BesideFound(models.Model):
    """What the index held for the subject of a guide when the clock last looked.

    `asked` says of which subject (`related_content.kinds.asked`), `found` is {source: keys}, best
    first.
    """

    guide = models.OneToOneField(
        GuidePage, on_delete=models.CASCADE, related_name="beside_found", primary_key=True
    )
    asked = models.CharField("sujet", max_length=64)
    found = models.JSONField("trouvé", default=dict)
    found_at = models.DateTimeField("cherché le")

    # Nothing that an editor made: deleting the guide deletes no use of it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "ce que la recherche trouve pour un guide"

    def __str__(self) -> str:
        return str(self.guide_id)
