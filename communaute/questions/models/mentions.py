"""Who is named in which text."""

from django.conf import settings
from django.db import models

TEXTS = ("question", "answer", "comment")


class Mention(models.Model):
    """Somebody is named in a question, an answer or a comment; `name` is what was typed, without
    its « @ »: the name of the person then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    question = models.ForeignKey(
        "questions.Question", models.CASCADE, null=True, related_name="mentions"
    )
    answer = models.ForeignKey(
        "questions.Answer", models.CASCADE, null=True, related_name="mentions"
    )
    comment = models.ForeignKey(
        "questions.Comment", models.CASCADE, null=True, related_name="mentions"
    )
    name = models.CharField("nom tapé", max_length=60)

    class Meta:
        verbose_name = "mention"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="mention_in_one_text",
                condition=(
                    models.Q(question__isnull=False, answer__isnull=True, comment__isnull=True)
                    | models.Q(question__isnull=True, answer__isnull=False, comment__isnull=True)
                    | models.Q(question__isnull=True, answer__isnull=True, comment__isnull=False)
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", text],
                    condition=models.Q(**{f"{text}__isnull": False}),
                    name=f"mention_once_in_{text}",
                )
                for text in TEXTS
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.name}"
