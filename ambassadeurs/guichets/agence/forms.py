"""What an agency types at its desk."""

from __future__ import annotations

from django import forms
from dsfr.forms import DsfrBaseForm

from socle.numbers import quantity

NOTE_MAX = 1_000
NOTE_LENGTH = quantity(NOTE_MAX, "caractère")


class AgencyNoteForm(DsfrBaseForm):
    """A word to an ambassador; `submission_key` makes a double click one word."""

    message = forms.CharField(
        label="Votre message",
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"{NOTE_LENGTH} au plus.",
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": f"Votre message est trop long : {NOTE_LENGTH} au plus.",
        },
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
