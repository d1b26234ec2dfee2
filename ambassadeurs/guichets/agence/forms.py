"""What an agency types at its desk."""

from __future__ import annotations

from django import forms
from dsfr.forms import DsfrBaseForm


class AgencyNoteForm(DsfrBaseForm):
    """A word to an ambassador; `submission_key` makes a double click one word."""

    message = forms.CharField(
        label="Votre message",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="1 000 caractères au plus.",
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": "Votre message est trop long : 1 000 caractères au plus.",
        },
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
