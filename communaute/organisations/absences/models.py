"""An absence."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Absences that this day falls in."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, day: date) -> Self:
        return self.filter(ends_on__gte=day)


class Absence(models.Model):
    """Somebody is away from the first day to the last, both included; `backup` stands in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("dite le", auto_now_add=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "absence"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="absence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(backup__isnull=True) | ~models.Q(backup=models.F("user")),
                name="absence_backup_is_another",
            ),
        ]
        indexes = [models.Index(fields=["ends_on", "starts_on"], name="absence_days")]

    def __str__(self) -> str:
        return f"Du {self.starts_on:%d/%m/%Y} au {self.ends_on:%d/%m/%Y}"
