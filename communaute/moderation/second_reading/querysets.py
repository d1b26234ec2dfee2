from __future__ import annotations

from typing import Self

from django.db import models

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import colleagues_of, is_national_team, organisations_of


class SecondReadingQuerySet(models.QuerySet):
    """Second readings; twin of `review.perms.can_read_again`."""

    def visible_to(self, user: object) -> Self:
        """Those given to one's agencies, or to the national team; never about one's own decision,
        one's own words, nor those of a colleague."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        mine = models.Q(organisation__in=organisations_of(user, OrganisationKind.AGENCE))
        if is_national_team(user):
            mine |= models.Q(organisation__isnull=True)
        aside = models.Q(decision__decided_by=user) | models.Q(
            decision__case__author__in=colleagues_of(user)
        )
        return self.filter(mine).exclude(aside)

    def waiting(self) -> Self:
        return self.filter(read_at__isnull=True)

    def for_list(self) -> Self:
        return self.select_related(
            "decision__case__content_type", "decision__statement", "decision__organisation"
        )
