"""What is read before it is public: why, since when, what became of it; words that are watched."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxLengthValidator
from django.db import models
from wagtail.admin.panels import FieldPanel

from socle.calendar import in_short
from socle.concurrent_edits import SharedAdminForm

from ..enums import Outcome, Reason
from ..numbers import LIST_MAX


class ReviewQuerySet(models.QuerySet):
    def about(self, content: models.Model) -> Self:
        """Reviews of one text, the last first."""
        kind = ContentType.objects.get_for_model(content)
        return self.filter(content_type=kind, object_id=content.pk).order_by("-held_at", "-pk")

    def waiting(self) -> Self:
        return self.filter(settled_at=None)

    def was_read(self) -> Self:
        """Those of texts that others have read: before they were held, or once published."""
        return self.filter(models.Q(was_public=True) | models.Q(outcome=Outcome.PUBLISHED))

    def read_since(self, since: datetime) -> Self:
        """Those that somebody read; what authors withdrew says nothing of our delay."""
        return self.filter(settled_at__gte=since).exclude(outcome=Outcome.WITHDRAWN)


class Review(models.Model):
    """A text that waits, or waited, to be read by somebody.

    `reasons` are codes of `Reason`, `why` what moderators read. `was_public`: others had read the
    text before (a late edit): once approved, nothing of it is told again.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reasons = models.JSONField("raisons", default=list)
    why = models.TextField("pourquoi")
    was_public = models.BooleanField("déjà public", default=False)
    held_at = models.DateTimeField("en attente depuis le")
    settled_at = models.DateTimeField("relu le", null=True)
    outcome = models.CharField("suite", max_length=12, choices=Outcome, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "relecture avant publication"
        verbose_name_plural = "relectures avant publication"
        ordering = ["held_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(settled_at=None),
                name="review_one_waiting_per_text",
            )
        ]
        indexes = [models.Index(fields=["settled_at"], name="review_settled")]

    def __str__(self) -> str:
        return f"Relecture n° {self.pk}"

    @property
    def labels(self) -> list[str]:
        """The reasons, in words."""
        return [str(Reason(code).label) for code in self.reasons if code in Reason]


class RememberedText(models.Model):
    """The words of a text of the last day, to see it when it comes again; then erased.

    `digest` is that of the whole text; `words` its beginning, in plain small letters.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    words = models.TextField()
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "texte du jour"
        verbose_name_plural = "textes du jour"
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="remembered_once")
        ]
        indexes = [
            models.Index(fields=["digest", "at"], name="remembered_digest"),
            models.Index(fields=["at"], name="remembered_at"),
        ]

    def __str__(self) -> str:
        return f"Texte du {in_short(self.at)}"


class WordList(models.Model):
    """Words that have a text read before it is public; kept by the national team."""

    name = models.CharField("nom de la liste", max_length=80, unique=True)
    words = models.TextField(
        "mots ou expressions",
        validators=[MaxLengthValidator(LIST_MAX)],
        help_text=(
            "Un par ligne. Accents, majuscules, lettres espacées ou déguisées ne comptent pas. "
            "Un mot suivi de * couvre aussi ce qui commence ainsi : « casino* »."
        ),
    )
    is_active = models.BooleanField("utilisée", default=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    base_form_class = SharedAdminForm
    panels = [FieldPanel("name"), FieldPanel("words"), FieldPanel("is_active")]

    class Meta:
        verbose_name = "liste de mots"
        verbose_name_plural = "listes de mots"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
