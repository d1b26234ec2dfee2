"""The days one is away."""

from typing import Any

from django import forms
from django.utils import timezone

from communaute.comptes.models import User
from socle.forms import DayInput, PlainForm

from ..numbers import ABSENCE_NUMBERS


class AbsenceForm(PlainForm):
    starts_on = forms.DateField(label="Premier jour", widget=DayInput())
    ends_on = forms.DateField(label="Dernier jour", widget=DayInput())
    backup = forms.ModelChoiceField(
        label="Qui vous remplace ?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Personne en particulier",
        help_text="Vos dossiers en cours et vos alertes lui sont confiés pendant ces jours.",
    )

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[one.pk for one in colleagues])
        self.fields["backup"].queryset = people  # type: ignore[attr-defined]

    def clean_starts_on(self) -> Any:
        """Not in years: its end is as near, for an absence has a longest one."""
        day = self.cleaned_data["starts_on"]
        if (day - timezone.localdate()).days > ABSENCE_NUMBERS.days_max:
            message = "Ce jour est trop lointain : vérifiez l’année."
            raise forms.ValidationError(message)
        return day
