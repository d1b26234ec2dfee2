"""Who follows which network, and from where; each person sees their own."""

from typing import Self

from django.conf import settings
from django.db import models

from ambassadeurs.reseaux.models import Reseau


class NetworkFollowQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> Self:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user=user)

    def with_place(self) -> Self:
        """Those of people who asked to be told as the pipes come near."""
        return self.filter(x__isnull=False, user__is_active=True)

    def for_list(self) -> Self:
        return self.select_related("reseau__commune")


class NetworkFollow(models.Model):
    """One person follows one network.

    `x` and `y` are the place of the address they tested, when they asked to be told as the pipes
    come near: Lambert-93, metres, rounded to ten; erased with the row. `distance_m` is the straight
    line to the pipes when it was last measured, told to ten metres; `reached_at`, when they came
    close.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="network_follows"
    )
    reseau = models.ForeignKey(Reseau, models.CASCADE, related_name="follows")
    x = models.FloatField(null=True, editable=False)
    y = models.FloatField(null=True, editable=False)
    distance_m = models.PositiveIntegerField("distance (m)", null=True)
    reached_at = models.DateTimeField("arrivé le", null=True)
    created_at = models.DateTimeField("depuis le", auto_now_add=True)

    objects = NetworkFollowQuerySet.as_manager()

    class Meta:
        verbose_name = "réseau suivi"
        verbose_name_plural = "réseaux suivis"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "reseau"], name="network_follow_once"),
            models.CheckConstraint(
                name="network_follow_whole_place",
                condition=models.Q(x__isnull=True, y__isnull=True)
                | models.Q(x__isnull=False, y__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} suit {self.reseau_id}"

    @property
    def has_place(self) -> bool:
        return self.x is not None
