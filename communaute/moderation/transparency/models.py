"""Figures of periods that are over, written once; what no row of ours tells."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from socle.concurrent_edits import SharedAdminForm


class ClosedPeriod(models.Model):
    """The raw figures of a quarter or a year, as they were when it ended; never computed again.

    `agencies` holds the figures of those that took enough decisions: key, name, figures.
    """

    key = models.CharField("période", max_length=8, unique=True)
    starts_at = models.DateTimeField("du")
    ends_at = models.DateTimeField("au")
    figures = models.JSONField("chiffres")
    agencies = models.JSONField("chiffres des agences", default=list)
    closed_at = models.DateTimeField("arrêté le", default=timezone.now)

    class Meta:
        verbose_name = "période close"
        verbose_name_plural = "périodes closes"
        ordering = ["-ends_at", "key"]

    def __str__(self) -> str:
        return self.key


class MonthlyUsers(models.Model):
    """How many people signed in during a month, counted on its last tick or just after."""

    month = models.DateField("mois", unique=True)
    people = models.PositiveIntegerField("personnes")

    class Meta:
        verbose_name = "personnes connectées en un mois"
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y} : {self.people}"


@register_setting(icon="group")
class ModerationMeans(BaseGenericSetting):
    """What the transparency page says of the people who moderate, typed by the team."""

    weekly_hours = models.PositiveIntegerField(
        "heures de modération par semaine, toutes agences comprises",
        null=True,
        blank=True,
        validators=[MaxValueValidator(5_000)],
    )
    training = models.TextField(
        "formation des modérateurs",
        max_length=600,
        blank=True,
        help_text="Une ou deux phrases : qui les forme, à quoi, combien de temps.",
    )

    base_form_class = SharedAdminForm
    panels = [FieldPanel("weekly_hours"), FieldPanel("training")]

    class Meta:
        verbose_name = "moyens de la modération"

    def __str__(self) -> str:
        return "Moyens de la modération"


# Quarters and years, in Paris time.


_KEY = re.compile(r"(20\d\d)(?:-T([1-4]))?")
_ORDINAL = {1: "1er", 2: "2e", 3: "3e", 4: "4e"}


@dataclass(frozen=True)
class Period:
    """A year, or a `quarter` (1 to 4) of it. Its end is the first moment of the next one."""

    year: int
    quarter: int = 0

    @property
    def key(self) -> str:
        """« 2026-T3 » or « 2026 »: what addresses say."""
        return f"{self.year}-T{self.quarter}" if self.quarter else str(self.year)

    @property
    def label(self) -> str:
        return f"{_ORDINAL[self.quarter]} trimestre {self.year}" if self.quarter else f"{self.year}"

    @property
    def starts_at(self) -> datetime:
        return _midnight(self.year, 3 * self.quarter - 2 if self.quarter else 1)

    @property
    def ends_at(self) -> datetime:
        if self.quarter in {0, 4}:
            return _midnight(self.year + 1, 1)
        return _midnight(self.year, 3 * self.quarter + 1)

    def contains(self, field: str) -> Q:
        """Filter of rows whose `field` falls in the period."""
        return Q(**{f"{field}__gte": self.starts_at, f"{field}__lt": self.ends_at})

    def __str__(self) -> str:
        return self.label


def _midnight(year: int, month: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, month, 1), time()))


def quarter_of(moment: datetime) -> Period:
    day = timezone.localdate(moment)
    return Period(day.year, (day.month + 2) // 3)


def period_of(key: Any) -> Period | None:
    """The period of that key; None when there is none."""
    found = _KEY.fullmatch(str(key))
    return Period(int(found[1]), int(found[2] or 0)) if found else None


def ended_between(first: datetime, last: datetime) -> list[Period]:
    """The quarters and years that hold `first` or come after it, and ended by `last`."""
    start, found = quarter_of(first), []
    period: Period = start
    while period.ends_at <= last:
        found.append(period)
        if period.quarter == 4:
            found.append(Period(period.year))
        period = quarter_of(period.ends_at)
    return found
