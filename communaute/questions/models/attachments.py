"""A file that somebody joins to a text."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from communaute.moderation.models import EXPLAINED, STATES, ModeratedContent
from socle.uploads import PDF, private_storage

from ..querysets import AttachmentQuerySet

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
