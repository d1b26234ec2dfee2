from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Absences that this day falls in."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, day: date) -> Self:
        return self.filter(ends_on__gte=day)
