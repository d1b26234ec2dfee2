"""Around a text: its draft, its files, its earlier versions; other words for a tag."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from communaute.moderation.models import EXPLAINED, STATES, ModeratedContent
from socle.calendar import in_short
from socle.uploads import PDF, private_storage

from ..querysets import AttachmentQuerySet, DraftQuerySet


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
    def is_open(self) -> bool:
        """Whether it may still be published: its question is online, and open to answers."""
        return self.about is None or (self.about.is_published and not self.about.is_locked)

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


FOLDER = "pieces-jointes"


class Attachment(ModeratedContent):
    """An image or a PDF joined to a content; to none while its text is being written.

    Private: a view serves it to whoever may read the content. Images were encoded again, without
    place nor date; `name` is what the person called the file, `form_key` the form it came with.
    It may be reported and hidden alone, its text staying online; `commune` and `departement` are
    those of its text.
    """

    form_key = models.UUIDField("formulaire", db_index=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    object_id = models.PositiveBigIntegerField(null=True)
    content = GenericForeignKey("content_type", "object_id")
    file = models.FileField(
        "fichier", upload_to=f"{FOLDER}/%Y/%m/", storage=private_storage, max_length=200
    )
    kind = models.CharField("nature", max_length=40)
    name = models.CharField("nom", max_length=150)
    alt = models.CharField("description", max_length=200, blank=True)
    size = models.PositiveIntegerField("octets")
    width = models.PositiveIntegerField("largeur (pixels)", default=0)
    height = models.PositiveIntegerField("hauteur (pixels)", default=0)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["pk"]
        constraints = [EXPLAINED, STATES]
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_content")]

    def __str__(self) -> str:
        return self.alt or self.name

    def get_absolute_url(self) -> str:
        return reverse("attachments:file", args=[self.pk])

    @property
    def is_image(self) -> bool:
        return self.kind != PDF


class Revision(models.Model):
    """A text as it was before an edit: of a question, an answer or a comment."""

    question = models.ForeignKey(
        "questions.Question", models.CASCADE, null=True, related_name="revisions"
    )
    answer = models.ForeignKey(
        "questions.Answer", models.CASCADE, null=True, related_name="revisions"
    )
    comment = models.ForeignKey(
        "questions.Comment", models.CASCADE, null=True, related_name="revisions"
    )
    title = models.CharField("question, avant", max_length=150, blank=True)
    body = models.TextField("texte, avant")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    edited_at = models.DateTimeField("modifié le")
    # It was not online when it was replaced: it, and those before, are shown to nobody.
    is_withheld = models.BooleanField("hors ligne", default=False)

    class Meta:
        verbose_name = "version"
        ordering = ["edited_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(question__isnull=False, answer__isnull=True, comment__isnull=True)
                    | models.Q(question__isnull=True, answer__isnull=False, comment__isnull=True)
                    | models.Q(question__isnull=True, answer__isnull=True, comment__isnull=False)
                ),
                name="revision_of_one_text",
            )
        ]
        indexes = [models.Index(fields=["editor", "edited_at"], name="revision_lately")]

    def __str__(self) -> str:
        of = self.question_id or self.answer_id or self.comment_id
        return f"{of} avant le {in_short(self.edited_at, hour=True)}"
