"""What may be reported of a person: the name they chose."""

from django.db import models

from communaute.moderation.models import EXPLAINED, STATES, ModeratedContent
from communaute.moderation.querysets import ModeratedQuerySet


class Profile(ModeratedContent):
    """The public page of `author`, from their first text on; without territory: the national team
    decides. `hidden_name` is the name that a decision took off, until it is given back."""

    hidden_name = models.CharField("nom retiré", max_length=60, blank=True, editable=False)

    objects = ModeratedQuerySet.as_manager()

    class Meta:
        verbose_name = "page d’un membre"
        verbose_name_plural = "pages des membres"
        constraints = [
            EXPLAINED,
            STATES,
            models.UniqueConstraint(fields=["author"], name="profile_once_a_person"),
        ]

    def __str__(self) -> str:
        return str(self.author or "Ancien membre")

    def get_absolute_url(self) -> str:
        return self.author.get_absolute_url() if self.author else "/"
