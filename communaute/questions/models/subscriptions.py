"""Who follows what."""

from django.conf import settings
from django.db import models

from ..querysets import SubscriptionQuerySet


class Subscription(models.Model):
    """One person follows one question, one space or one theme.

    Asking and answering follow a question by themselves: a person who does not want it keeps a row
    that is not active, so that it does not come back.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions")
    question = models.ForeignKey(
        "questions.Question", models.CASCADE, null=True, related_name="subscriptions"
    )
    space = models.ForeignKey(
        "questions.Space", models.CASCADE, null=True, related_name="subscriptions"
    )
    tag = models.ForeignKey("taggit.Tag", models.CASCADE, null=True, related_name="subscriptions")
    is_active = models.BooleanField("suivi", default=True)
    created_at = models.DateTimeField("depuis le", auto_now_add=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "suivi"
        verbose_name_plural = "suivis"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="subscription_to_one_thing",
                condition=(
                    models.Q(question__isnull=False, space__isnull=True, tag__isnull=True)
                    | models.Q(question__isnull=True, space__isnull=False, tag__isnull=True)
                    | models.Q(question__isnull=True, space__isnull=True, tag__isnull=False)
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", target],
                    condition=models.Q(**{f"{target}__isnull": False}),
                    name=f"subscription_once_a_{target}",
                )
                for target in ("question", "space", "tag")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} suit {self.question_id or self.space_id or self.tag_id}"
