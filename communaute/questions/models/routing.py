"""Who was asked to answer what."""

from django.conf import settings
from django.db import models

from ..enums import AskedAs
from ..querysets import AskedQuerySet


class Asked(models.Model):
    """Somebody asked to answer a question: by the service, or by a person (`invited_by`)."""

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="asked")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions_asked_of"
    )
    role = models.CharField("en tant que", max_length=12, choices=AskedAs)
    of = models.CharField("au nom de", max_length=200, blank=True)
    why = models.CharField("pourquoi cette personne", max_length=300, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("prévenue le", auto_now_add=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = "personne prévenue"
        verbose_name_plural = "personnes prévenues"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="asked_once_a_question")
        ]
        indexes = [models.Index(fields=["role", "asked_at"], name="asked_lately")]

    def __str__(self) -> str:
        return f"{self.user_id} pour « {self.question_id} »"
