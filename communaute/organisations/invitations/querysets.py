from __future__ import annotations

from typing import Self

from django.db import models

from communaute.comptes.models import Organisation


class OrganisationInvitationQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those that nobody accepted, their time past or not."""
        return self.filter(accepted_at=None)

    def visible_to(self, user: object) -> Self:
        """Those of the organisations where one may give roles; twin of `perms.can_invite`."""
        return self.filter(organisation__in=Organisation.objects.led_by(user))
