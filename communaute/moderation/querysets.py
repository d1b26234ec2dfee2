from typing import Self

from django.db import models

from communaute.comptes.perms import is_national_team, territory_scope

from .enums import CaseStatus, ContentStatus


class ModeratedQuerySet(models.QuerySet):
    """Reading rules of public contents; twin of `moderation.perms.can_read`."""

    def published(self) -> Self:
        return self.filter(status=ContentStatus.PUBLISHED)

    def visible_to(self, user: object) -> Self:
        """Published contents, plus one's own hidden ones, plus those one may moderate."""
        published = models.Q(status=ContentStatus.PUBLISHED)
        if not getattr(user, "is_authenticated", False):
            return self.filter(published)
        hidden = models.Q(status=ContentStatus.HIDDEN)
        if is_national_team(user):
            return self.filter(published | hidden)
        return self.filter(published | (hidden & (models.Q(author=user) | territory_scope(user))))


class CaseQuerySet(models.QuerySet):
    """Cases; twin of `moderation.perms.can_moderate`."""

    def visible_to(self, user: object) -> Self:
        """Cases of the territories of the user's agencies; all of them for the national team."""
        if is_national_team(user):
            return self.all()
        return self.filter(territory_scope(user))

    def to_decide(self) -> Self:
        return self.filter(status__in=[CaseStatus.OPEN, CaseStatus.CLAIMED])

    def for_list(self) -> Self:
        return self.select_related(
            "content_type", "commune", "departement", "claimed_by"
        ).prefetch_related("target__author")
