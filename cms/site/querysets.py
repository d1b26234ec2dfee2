from datetime import datetime

from django.db import models


class BannerQuerySet(models.QuerySet):
    def not_over(self, now: datetime) -> "BannerQuerySet":
        """Shown at that moment, or later."""
        return self.filter(ends_at__gt=now)
