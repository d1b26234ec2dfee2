"""What texts said before."""

from django.conf import settings
from django.db import models

from socle.calendar import in_short


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
