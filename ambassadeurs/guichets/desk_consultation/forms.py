"""What the national team types to read a desk."""

from __future__ import annotations

from django import forms

from socle.forms import PlainForm

from ..forms import FilterForm
from ..numbers import NUMBERS


class DeskSearchForm(FilterForm):
    """Which organisations."""

    nom = forms.CharField(label="Nom de l’organisme", required=False, max_length=100)


class OpenDeskForm(PlainForm):
    """Why the desk is opened."""

    reason = forms.CharField(
        label="Pourquoi ouvrez-vous cet espace ?",
        help_text="Par exemple : « l’exploitant nous demande de l’aide pour répondre ».",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez pourquoi vous ouvrez cet espace."},
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < NUMBERS.reason_min:
            message = "Donnez une raison en quelques mots : l’équipe la lira."
            raise forms.ValidationError(message)
        return reason
