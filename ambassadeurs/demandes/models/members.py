"""Members of a building who follow a request that another of them made."""

from django.conf import settings
from django.db import models

from .demandes import Demande


class Follower(models.Model):
    """A member who joined a request of their building: listed with it, and told when it is
    answered, as long as they take part in the building."""

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField("depuis le", auto_now_add=True)

    class Meta:
        verbose_name = "membre qui suit une demande"
        verbose_name_plural = "membres qui suivent une demande"
        constraints = [
            models.UniqueConstraint(fields=["demande", "user"], name="follower_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.demande}"
