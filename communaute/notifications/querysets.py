from typing import Self

from django.db import models


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> Self:
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)
