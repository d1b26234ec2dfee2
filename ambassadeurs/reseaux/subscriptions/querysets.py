"""Reading who follows which network: each person sees their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

from django.db import models

if TYPE_CHECKING:
    from communaute.comptes.models import User


class NetworkFollowQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> Self:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user=cast("User", user))

    def with_place(self) -> Self:
        """Those of people who asked to be told as the pipes come near."""
        return self.filter(x__isnull=False, user__is_active=True)

    def for_list(self) -> Self:
        return self.select_related("reseau__commune")
