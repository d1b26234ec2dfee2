"""What the clock did."""

from django.db import models


class SummaryDay(models.Model):
    """A day whose summary was told to whoever moderates."""

    day = models.DateField("jour", unique=True)

    class Meta:
        verbose_name = "récapitulatif des modérateurs"
        verbose_name_plural = "récapitulatifs des modérateurs"

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
