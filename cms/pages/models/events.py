"""Events: when, where, and how people come."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page

from socle.forms import PageForm
from socle.slugs import PlainSlug

from ...fields import FramedPreview, shared_image_field
from ...querysets import visible_pages
from ..forms import EventForm
from .editorial import UNDER_NEWS, EditorialPage, NewsPage, StoryPage, panels

REGISTERED_HELP = (
    "<p>Avec l’inscription sur ce site, une personne donne son nom et son adresse, ou s’inscrit "
    "d’un clic depuis son compte. Elle reçoit une confirmation, un rappel la veille, et un "
    "courriel si l’heure ou le lieu change. Quand tout est pris, elle attend ; une place qui se "
    "libère lui est donnée. L’adresse en ligne n’est montrée qu’aux personnes inscrites.</p>"
    "<p>Pour <strong>annuler</strong>, cochez la case puis publiez : les inscrits sont prévenus. "
    "Une page retirée ou supprimée avant le rendez-vous l’annule aussi.</p>"
)


class EventPage(EditorialPage):
    """A webinar, or a boiler room that opens its doors. Hours are those of Paris."""

    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField(
        "lieu", max_length=200, blank=True, help_text="Vide si tout se passe en ligne."
    )
    online_url = models.URLField("adresse en ligne", blank=True)
    registers_here = models.BooleanField("inscription sur ce site", default=False)
    places = models.PositiveSmallIntegerField(
        "nombre de places",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Vide s’il n’est pas limité.",
    )
    registration_closes_at = models.DateTimeField(
        "fin des inscriptions", null=True, blank=True, help_text="Vide : jusqu’au début."
    )
    registration_url = models.URLField(
        "adresse pour s’inscrire ailleurs", blank=True, help_text="Vide si l’entrée est libre."
    )
    is_cancelled = models.BooleanField("annulé", default=False)
    cancellation_note = models.CharField(
        "pourquoi",
        max_length=300,
        blank=True,
        help_text="Lu sur la page, et dans le courriel qui prévient les inscrits.",
    )

    content_panels = panels(
        MultiFieldPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading="Quand"),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("online_url")], heading="Où"),
        MultiFieldPanel(
            [
                HelpPanel(content=REGISTERED_HELP, classname="cu-help"),
                FieldPanel("registers_here"),
                FieldPanel("places"),
                FieldPanel("registration_closes_at"),
                FieldPanel("registration_url"),
            ],
            heading="Venir",
        ),
        MultiFieldPanel(
            [FieldPanel("is_cancelled"), FieldPanel("cancellation_note")], heading="Annuler"
        ),
    )
    parent_page_types: ClassVar[list[str]] = UNDER_NEWS
    base_form_class = EventForm
    template = "cms/pages/event_page.html"

    class Meta:
        verbose_name = "rendez-vous"

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = "La fin doit venir après le début."
        if not self.place and not self.online_url:
            errors["place"] = "Donnez un lieu, ou une adresse en ligne."
        if self.registers_here:
            errors |= self._registration_errors()
        if errors:
            raise ValidationError(errors)

    def _registration_errors(self) -> dict[str, str]:
        errors = {}
        if self.registration_url:
            errors["registration_url"] = "L’inscription se fait ici ou ailleurs : choisissez."
        closes_at = self.registration_closes_at
        if closes_at and self.starts_at and closes_at > self.starts_at:
            errors["registration_closes_at"] = "Les inscriptions finissent au plus tard au début."
        if self.expire_at and self.ends_at and self.expire_at < self.ends_at:
            errors["ends_at"] = (
                "La page quitterait le site avant la fin du rendez-vous, ce qui l’annulerait. "
                "Changez sa date de fin de publication."
            )
        return errors

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_on_one_day(self) -> bool:
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)

    @property
    def public_online_url(self) -> str:
        """The address that everybody may read: that of a room with places is for who has one."""
        return "" if self.registers_here else self.online_url

    @property
    def registration_ends_at(self) -> datetime:
        return self.registration_closes_at or self.starts_at

    @property
    def sequence(self) -> int:
        """Of its entry in calendars (RFC 5545): grows each time that it is published again."""
        first, last = self.first_published_at, self.last_published_at
        return int((last - first).total_seconds()) if first and last else 0


# Of each kind, on a page of the list; what is to come is on the first.
A_PAGE = 12
EVENTS_SHOWN = 50


class NewsIndexPage(PlainSlug, FramedPreview, Page):
    """News, stories, and what is to come."""

    introduction = models.CharField("introduction", max_length=300, blank=True)
    share_image = shared_image_field()

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = [*Page.promote_panels, FieldPanel("share_image")]
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms_pages.NewsPage", "cms_pages.StoryPage", "cms_pages.EventPage"]
    template = "cms/pages/news_index_page.html"

    class Meta:
        verbose_name = "liste des actualités"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        news = visible_pages(NewsPage.objects.child_of(self)).order_by("-published_on", "-pk")
        stories = visible_pages(StoryPage.objects.child_of(self)).order_by("-pk")
        lists = [Paginator(rows.defer_streamfields(), A_PAGE) for rows in (news, stories)]
        # Both go on side by side: the longer one says how many pages there are.
        longest = max(lists, key=lambda one: one.num_pages)
        page_obj = longest.get_page(PageForm(request.GET).number())
        shown = [
            one.page(page_obj.number).object_list if page_obj.number <= one.num_pages else []
            for one in lists
        ]
        to_come = EventPage.objects.child_of(self).filter(
            ends_at__gt=timezone.now(), is_cancelled=False
        )
        events = (
            visible_pages(to_come).order_by("starts_at", "pk").defer_streamfields()[:EVENTS_SHOWN]
        )
        return context | {
            "page_obj": page_obj,
            "news": shown[0],
            "stories": shown[1],
            "events": events if page_obj.number == 1 else [],
        }
