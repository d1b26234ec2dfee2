"""Reading the table of figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models


class TallyQuerySet(models.QuerySet):
    def days(self, day: date) -> Self:
        """What one day holds."""
        return self.filter(grain="jour", start=day)

    def months(self) -> Self:
        return self.filter(grain="mois")

    def totals(self) -> Self:
        """Since the opening."""
        return self.filter(grain="total")

    def of(self, scope: str, place: str | None = None) -> Self:
        """Of the country, or of each département, network or organisation; of one `place`."""
        rows = self.filter(scope=scope)
        return rows if place is None else rows.filter(place=place)

    def without_delays(self) -> Self:
        """Without the response times, one row an hour."""
        return self.exclude(indicator__startswith="attente_")

    def named(self, indicators: Iterable[str]) -> Self:
        return self.filter(indicator__in=list(indicators))
