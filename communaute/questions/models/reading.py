"""What is kept around a thread: moves, how far people read, summaries."""

from django.conf import settings
from django.db import models


class SpaceMove(models.Model):
    """A question went from a space to another: written once, by its author or by a moderator.

    `reason` is what a moderator told the author; empty for one's own question.
    """

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="moves")
    from_space = models.ForeignKey("questions.Space", models.PROTECT, related_name="+")
    to_space = models.ForeignKey("questions.Space", models.PROTECT, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    by_moderator = models.BooleanField("par la modération")
    reason = models.CharField("raison", max_length=300, blank=True)
    moved_at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "changement d’espace"
        verbose_name_plural = "changements d’espace"
        ordering = ["moved_at", "pk"]

    def __str__(self) -> str:
        return f"{self.question_id} : {self.from_space_id} → {self.to_space_id}"


class ReadMark(models.Model):
    """Up to when somebody read a thread; written when they say so, never by a GET."""

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions_read"
    )
    read_at = models.DateTimeField("lu jusqu’au")

    class Meta:
        verbose_name = "repère de lecture"
        verbose_name_plural = "repères de lecture"
        constraints = [models.UniqueConstraint(fields=["user", "question"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} : question {self.question_id}"


class Summary(models.Model):
    """One version of the summary of a thread: the last one is shown, all are kept."""

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="summaries")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    signed = models.CharField("signé", max_length=200)
    body = models.TextField("résumé", max_length=2_000, blank=True)
    body_html = models.TextField(editable=False, blank=True)
    written_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "résumé"
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["question", "-written_at", "-id"], name="summary_last")]

    def __str__(self) -> str:
        return f"Résumé de {self.question_id}"
