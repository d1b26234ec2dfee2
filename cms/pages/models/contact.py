"""The page where one writes to the service, and the queue of what was written."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.blocks import TEXT_FEATURES
from socle.slugs import PlainSlug

from ...fields import FramedPreview
from ...numbers import PAGE_NUMBERS
from ..enums import MessageState, Subject
from ..forms import ContactForm
from ..querysets import ContactMessageQuerySet, PageCommentQuerySet

HELP = (
    "<p>Le formulaire (nom, adresse, sujet, message) s’affiche sous l’introduction. Les messages "
    "arrivent dans <strong>Messages reçus</strong>, où une personne y répond.</p>"
)


class ContactPage(PlainSlug, FramedPreview, Page):
    """`/contact/`: the words of the editors around the form."""

    introduction = RichTextField("introduction", features=TEXT_FEATURES)
    confirmation = RichTextField(
        "texte de confirmation",
        features=TEXT_FEATURES,
        blank=True,
        help_text="Lu après l’envoi, sous la phrase qui dit quand une réponse vient.",
    )
    answered_within = models.PositiveSmallIntegerField(
        "réponse sous (jours ouvrés)",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Ce que vous promettez à qui écrit.",
    )

    content_panels = [
        *Page.content_panels,
        HelpPanel(content=HELP, classname="cu-help"),
        FieldPanel("introduction"),
        FieldPanel("answered_within"),
        FieldPanel("confirmation"),
    ]
    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "cms/pages/contact_page.html"

    class Meta:
        verbose_name = "page de contact"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {"form": ContactForm.opened_by(request.user)} | context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        """Never kept: the form holds the moment it was opened."""
        response: TemplateResponse = super().serve(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


class ContactMessage(models.Model):
    """What somebody wrote to the service, until it is erased. Never in a log.

    `key` is of the form that was sent and of its text: sent twice, it is one message.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField("nom", max_length=120)
    email = models.EmailField("adresse électronique")
    subject = models.CharField("sujet", max_length=12, choices=Subject)
    message = models.TextField("message")
    sent_at = models.DateTimeField("reçu le", default=timezone.now)
    state = models.CharField("état", max_length=8, choices=MessageState, default=MessageState.NEW)
    answer = models.TextField("réponse", blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="traité par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    handled_at = models.DateTimeField("traité le", null=True, blank=True)

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message reçu"
        verbose_name_plural = "messages reçus"
        ordering = ["-sent_at", "-pk"]
        # Nobody writes one in `/gestion/`, nor deletes one before its time.
        default_permissions = ("view", "change")
        indexes = [models.Index(fields=["state", "sent_at"], name="contact_queue")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=MessageState.NEW, handled_at__isnull=True)
                | models.Q(~models.Q(state=MessageState.NEW), handled_at__isnull=False),
                name="contact_handled_with_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MessageState.ANSWERED) & ~models.Q(answer="")
                | ~models.Q(state=MessageState.ANSWERED) & models.Q(answer=""),
                name="contact_answered_with_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"Message n° {self.pk}"

    @property
    def answer_leaves_at(self) -> datetime | None:
        """When the answer leaves, which may be taken back until then; None without answer."""
        if self.state != MessageState.ANSWERED or self.handled_at is None:
            return None
        return self.handled_at + timedelta(minutes=PAGE_NUMBERS.undo_minutes)


class PageUsefulness(models.Model):
    """How many found a page useful, or not, on one day. Nothing says who they were."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="page",
        on_delete=models.CASCADE,
        related_name="usefulness",
    )
    day = models.DateField("jour", default=timezone.localdate)
    useful = models.PositiveIntegerField("oui", default=0)
    useless = models.PositiveIntegerField("non", default=0)

    class Meta:
        verbose_name = "avis d’un jour sur une page"
        verbose_name_plural = "avis sur les pages"
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="usefulness_of_a_day")]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.day}"


class PageComment(models.Model):
    """What a reader would change in a page. Erased like the messages."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="page",
        on_delete=models.CASCADE,
        related_name="reader_comments",
    )
    is_useful = models.BooleanField("page utile")
    text = models.CharField("commentaire", max_length=500)
    # The day alone: the hour could tell who wrote.
    day = models.DateField("jour", default=timezone.localdate)

    objects = PageCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire sur une page"
        verbose_name_plural = "commentaires sur les pages"
        ordering = ["-day", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.text
