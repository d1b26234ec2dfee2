"""The note of a period, with the comments an editor may quote."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from .quoting import choices, quote

NONE = "Enregistrez d’abord la période : les commentaires reçus alors s’afficheront ici."
SOME = "Cochez ceux à citer, enregistrez, puis raccourcissez-les plus haut. Ni nom ni contact."
EMPTY = "Personne n’a laissé de commentaire dans cette période."


class ReportNoteForm(WagtailAdminModelForm):
    """What is ticked becomes quoted sentences, which the editor then cuts."""

    comments = forms.MultipleChoiceField(
        label="Commentaires de la période",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["comments"]
        known = self.instance.pk is not None
        field.choices = choices(self.instance.first, self.instance.last) if known else []
        field.help_text = (SOME if field.choices else EMPTY) if known else NONE

    def save(self, commit: bool = True) -> Any:
        note = super().save(commit)
        quote(note=note, keys=self.cleaned_data["comments"], commit=commit)
        return note
