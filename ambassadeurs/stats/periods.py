"""The period that a reader chooses: any days, both included, since the opening."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms

from socle.calendar import date_format
from socle.forms import DayInput, PlainForm, check_not_too_old
from socle.numbers import quantity

from .numbers import NUMBERS

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """`first` to `last`, both included; `is_all` since the opening until now."""

    first: date
    last: date
    is_all: bool = False

    @property
    def before(self) -> date:
        """The day before it starts."""
        return self.first - ONE_DAY

    def months(self) -> Iterator[tuple[date, date]]:
        """First of the month, last day of it that is in the period; the oldest first."""
        start = self.first.replace(day=1)
        while start <= self.last:
            following = (start + timedelta(days=32)).replace(day=1)
            yield start, min(following - ONE_DAY, self.last)
            start = following


class PeriodForm(PlainForm):
    """Two days, each optional. Errors leave the whole period shown."""

    du = forms.DateField(
        label="Du", required=False, widget=DayInput, validators=[check_not_too_old]
    )
    au = forms.DateField(
        label="Au", required=False, widget=DayInput, validators=[check_not_too_old]
    )

    def __init__(self, *args: Any, opening: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opening, self.today = opening, today

    def clean_du(self) -> date | None:
        return self._past("du", "Le début est dans l’avenir : choisissez un jour passé.")

    def clean_au(self) -> date | None:
        return self._past("au", "La fin est dans l’avenir : choisissez aujourd’hui au plus tard.")

    def _past(self, name: str, problem: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > self.today:
            raise forms.ValidationError(problem)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("du"), cleaned.get("au") or self.today
        if first and not self.errors:
            if last < first:
                self.add_error("au", "La fin est avant le début : choisissez un jour plus tardif.")
            elif last > _years_after(first, NUMBERS.longest_period_years):
                longest = quantity(NUMBERS.longest_period_years, "an")
                self.add_error("du", f"Cette période est trop longue : {longest} au plus.")
        elif last < self.opening and not self.errors:
            opened = date_format(self.opening, "j F Y")
            self.add_error("au", f"Le service n’était pas ouvert : il l’est depuis le {opened}.")
        return cleaned

    @property
    def period(self) -> Period:
        """The one asked for; all of it when nothing is, or when it is wrong."""
        told = self.cleaned_data if self.is_valid() else {}
        first, last = told.get("du"), told.get("au")
        if not first and not last:
            return Period(self.opening, self.today, is_all=True)
        end = last or self.today
        if first and end < self.opening:
            return Period(first, end)
        # Nothing was counted before the opening: the answer is the same.
        return Period(max(first or self.opening, self.opening), end)


def _years_after(day: date, years: int) -> date:
    """A 29 February goes to the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
