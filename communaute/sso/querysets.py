from __future__ import annotations

from typing import Self

from django.db import models

from communaute.comptes.models import Organisation
from communaute.comptes.perms import is_national_team


class AccessRequestQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state="waiting")

    def decided_by_me(self, user: object) -> Self:
        """Those this person may accept or refuse, never their own; twin of `perms.can_decide`."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        led = Organisation.objects.led_by(user)
        mine = models.Q(organisation__in=led) | models.Q(
            organisation=None, user__memberships__organisation__in=led
        )
        if is_national_team(user):
            mine |= models.Q(organisation=None)
        # `in` rather than a join: somebody of two organisations is one row.
        found = self.model._default_manager.filter(mine).values("pk")
        return self.filter(pk__in=found).exclude(user=user)
