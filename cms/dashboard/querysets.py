"""Reading the links of the pages."""

from datetime import datetime

from django.db import models

from .numbers import NUMBERS


class OutgoingLinkQuerySet(models.QuerySet):
    def to_check(self, now: datetime) -> "OutgoingLinkQuerySet":
        """Those of pages online that nobody has looked at for a while, the oldest first."""
        return self._held().filter(next_check_at__lte=now).order_by("next_check_at", "pk")

    def dead(self) -> "OutgoingLinkQuerySet":
        """Those of pages online that failed on enough different days, the longest first."""
        dead = self._held().filter(failed_days__gte=NUMBERS.days_to_be_dead)
        return dead.order_by("-failed_days", "url")

    def _held(self) -> "OutgoingLinkQuerySet":
        return self.filter(places__page__live=True).distinct()
