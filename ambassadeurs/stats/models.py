"""The figures of `/stats/`, counted by the clock and kept: nobody counts rows to show a page.

What people write of them, for the committee, is in `committee`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Self

from django.db import models

from .audience.models import PageView
from .targets_and_notes.models import ReportNote, Target, Voice


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


__all__ = [
    "EVER",
    "CountedDay",
    "Grain",
    "Ledger",
    "PageView",
    "ReportNote",
    "Scope",
    "Tally",
    "Target",
    "Voice",
]

# The day under which the totals since the opening are kept.
EVER: Final = date(2000, 1, 1)


class Grain(models.TextChoices):
    """Over what a number is counted; months and totals are sums of days, moved with them."""

    DAY = "jour", "Jour"
    MONTH = "mois", "Mois"
    TOTAL = "total", "Depuis l’ouverture"


class Scope(models.TextChoices):
    """Of what; `place` says which one: code of a département, number of a network, of an
    organisation; nothing for the country."""

    COUNTRY = "pays", "France"
    DEPARTEMENT = "departement", "Département"
    RESEAU = "reseau", "Réseau"
    ORGANISATION = "organisme", "Organisme"


class Tally(models.Model):
    """One number: so many acts (`indicators`) of one day, month, or since the opening, somewhere.

    `start` is the day, the first of the month, or `EVER`. A day without acts has no row. `value` is
    a number of acts, or grams of CO2 a year for `co2_…`. Exact, small ones included: what may be
    shown is decided when it is read (`publishing`).
    """

    grain = models.CharField("pas", max_length=5, choices=Grain)
    scope = models.CharField("de quoi", max_length=11, choices=Scope)
    place = models.CharField("lequel", max_length=20, blank=True)
    start = models.DateField("à partir du")
    indicator = models.CharField("mesure", max_length=40)
    value = models.BigIntegerField("nombre")

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "scope", "place", "start", "indicator"], name="tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.start:%d/%m/%Y} : {self.value}"


class CountedDay(models.Model):
    """A day whose acts are in the table, and when they were last counted."""

    day = models.DateField("jour", unique=True)
    counted_at = models.DateTimeField("compté le", db_index=True)

    class Meta:
        verbose_name = "jour compté"
        verbose_name_plural = "jours comptés"

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class Ledger(models.Model):
    """One row: its lock, so that two countings never move the sums together, and when what has no
    day of its own (ambassadors, networks, CO2) was last counted."""

    stocks_at = models.DateTimeField("compté le", null=True)

    class Meta:
        verbose_name = "registre des comptes"

    def __str__(self) -> str:
        return f"{self.stocks_at}"
