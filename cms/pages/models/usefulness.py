"""What readers thought of a page: counted by day, and the words of those who wrote some."""

from django.db import models
from django.utils import timezone

from ..querysets import PageCommentQuerySet, UsefulnessQuerySet


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

    objects = UsefulnessQuerySet.as_manager()

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
