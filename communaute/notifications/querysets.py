"""Reading notifications: each person sees their own, and only these."""

from typing import Self

from django.db import models
from django.utils import timezone


class DeliverableQuerySet(models.QuerySet):
    def claim(self, pk: int) -> bool:
        """Take the mail of one row for oneself; False when it is gone, sent or taken."""
        return bool(
            self.filter(pk=pk, mailed_at__isnull=True, mail_claimed_at__isnull=True)
            .exclude(mail="")
            .update(mail_claimed_at=timezone.now())
        )


class NotificationQuerySet(DeliverableQuerySet):
    def visible_to(self, user: object) -> Self:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class DirectMailQuerySet(DeliverableQuerySet):
    pass
