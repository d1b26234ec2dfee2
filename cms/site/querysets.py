from datetime import datetime

from django.db import models


class ScheduledQuerySet(models.QuerySet):
    def not_over(self, now: datetime) -> "ScheduledQuerySet":
        """Of that moment, or later."""
        return self.filter(ends_at__gt=now)
