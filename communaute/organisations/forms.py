"""The days one is away; who is invited, and what the person answers."""

from typing import Any

from django import forms
from django.utils import timezone

from communaute.comptes.enums import MembershipRole
from communaute.comptes.models import User
from socle.forms import DayInput, PlainForm

from .numbers import ABSENCE_NUMBERS


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


class InviteForm(PlainForm):
    """An address and a role."""

    email = forms.EmailField(
        label="Son adresse électronique",
        help_text="Format attendu : nom@domaine.fr",
        max_length=254,
    )
    role = forms.ChoiceField(
        label="Son rôle",
        help_text="Une personne responsable invite, et donne les rôles.",
        choices=MembershipRole.choices,
        initial=MembershipRole.MEMBRE,
        widget=forms.RadioSelect,
    )


class AnswerForm(PlainForm):
    """Accept or refuse."""

    reponse = forms.ChoiceField(
        label="Votre réponse",
        choices=[("accepter", "Accepter"), ("refuser", "Refuser")],
        widget=forms.HiddenInput,
    )

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["reponse"] == "accepter")
