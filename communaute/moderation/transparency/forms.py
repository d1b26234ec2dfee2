"""Which period to show."""

from typing import Any

from django import forms

from socle.forms import PlainForm

from .models import ClosedPeriod
from .periods import Period, period_of


class PeriodForm(PlainForm):
    """A period that is over; empty, or unknown, is the quarter that runs."""

    periode = forms.ChoiceField(
        label="Période",
        required=False,
        error_messages={
            "invalid_choice": "Cette période n’est pas publiée : voici le trimestre en cours."
        },
    )

    def __init__(self, *args: Any, running: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = ClosedPeriod.objects.values_list("key", flat=True)
        over = [period for key in keys if (period := period_of(key))]
        self.fields["periode"].choices = [  # type: ignore[attr-defined]
            ("", f"{running} (en cours)"),
            *((period.key, period.label) for period in over),
        ]

    @property
    def closed(self) -> ClosedPeriod | None:
        """The period asked for; None for the one that runs."""
        key = self.cleaned_data.get("periode", "") if self.is_valid() else ""
        return ClosedPeriod.objects.filter(key=key).first() if key else None
