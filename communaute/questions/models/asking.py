"""What is kept around a question or an answer that somebody writes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from ..querysets import DraftQuerySet


class Draft(models.Model):
    """A text somebody is writing: a question, or an answer to `about`. Nobody else reads it.

    `form_key` is the key of the form that wrote it last (`submission_key` of what will be
    published); `version` moves at each writing, so that a second tab knows it is late.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    about = models.ForeignKey(
        "questions.Question", models.CASCADE, null=True, related_name="answer_drafts"
    )
    form_key = models.UUIDField("formulaire")
    data = models.JSONField("ce qui est tapé", default=dict)
    version = models.PositiveIntegerField("version", default=1)
    updated_at = models.DateTimeField("gardé le")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "form_key"], name="draft_once_a_form")
        ]
        indexes = [
            models.Index(fields=["user", "-updated_at"], name="draft_of_person"),
            models.Index(fields=["updated_at"], name="draft_age"),
        ]

    def __str__(self) -> str:
        return f"Brouillon de {self.user_id}"

    def get_absolute_url(self) -> str:
        """Where one goes on writing it."""
        if self.about_id:
            page = reverse("questions:answer", args=[self.about_id])
        else:
            page = reverse("questions:ask")
        return f"{page}?brouillon={self.pk}"

    @property
    def title(self) -> str:
        """What it is about, in the person's words; "" while nothing says it."""
        return str(self.data.get("title") or "").strip()

    @property
    def initial(self) -> dict[str, Any]:
        """Initial values of the form that goes on with it."""
        return {**self.data, "draft": self.pk, "draft_version": self.version}


class TagSynonym(models.Model):
    """Another word for a tag: whoever types it gets the tag, and its old page leads there.

    `word` is the name as it is compared (`socle.words.normalise`); `slug` is that of the page of
    a tag that was merged, "" for a word that never had one.
    """

    word = models.CharField("mot comparé", max_length=100, unique=True)
    name = models.CharField("mot", max_length=100)
    slug = models.CharField("ancienne adresse", max_length=100, blank=True, db_index=True)
    tag = models.ForeignKey("taggit.Tag", models.CASCADE, related_name="synonyms")

    class Meta:
        verbose_name = "synonyme d’un mot-clé"
        verbose_name_plural = "synonymes des mots-clés"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} → {self.tag}"
