"""The file of buildings, and its confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from socle.forms import PlainForm
from socle.uploads import megabytes

from ...numbers import SYNDIC_NUMBERS
from .reading import Sheet, UnreadableSheet, read_sheet

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class SheetField(forms.FileField):
    """A CSV file of buildings; its clean value is a `Sheet`. Too heavy, it is refused unread."""

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Sheet:
        file: UploadedFile = super().clean(data, initial)
        most = SYNDIC_NUMBERS.file_kb * 1024
        if (file.size or 0) > most:
            message = (
                f"Ce fichier est trop lourd ({megabytes(file.size or 0)}) : "
                f"{megabytes(most)} au plus. Gardez une ligne par immeuble."
            )
            raise forms.ValidationError(message, code="too_big")
        try:
            return read_sheet(file.read())
        except UnreadableSheet as error:
            raise forms.ValidationError(str(error), code="unreadable") from error


class SheetForm(PlainForm):
    """Which file."""

    fichier = SheetField(
        label="Votre fichier CSV",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv", "class": "fr-upload"}),
        error_messages={"required": "Choisissez un fichier."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = megabytes(SYNDIC_NUMBERS.file_kb * 1024)
        told = f"Au format CSV, {SYNDIC_NUMBERS.file_lines} lignes et {most} au plus."
        self.fields["fichier"].help_text = told


class ConfirmForm(forms.Form):
    """What the preview showed, signed."""

    immeubles = forms.CharField(widget=forms.HiddenInput)
