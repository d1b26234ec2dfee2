"""What a form asks before a text is public: what it holds of private, and how long it was open."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from .personal import find, remove
from .rules import FoundIn, excerpts, private_data, seconds_since, stamp

REMOVE, REVIEW = "retirer", "relire"
# Fields of this form that are no part of the text.
ASKED = ("opened", "coordonnees")


class ScreenedForm(forms.Form):
    """Base of what is published. `coordonnees` is what the person chose of what was found.

    Found and nothing chosen: the form is not valid and `found` says what and where. `retirer`: the
    texts go on without it, whatever happens next. `relire`: somebody reads the text first.
    """

    SCREENED: ClassVar = ("title", "body")

    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    coordonnees = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    found: tuple[FoundIn, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("opened", stamp())

    def full_clean(self) -> None:
        if self.is_bound and self.data.get("coordonnees") == REMOVE:
            self._take_out()
        super().full_clean()

    def _take_out(self) -> None:
        data = self.data.copy()
        for name in self._screened():
            typed = data.get(self.add_prefix(name), "")
            data[self.add_prefix(name)] = remove(typed, private_data(typed))
        data["coordonnees"] = ""
        self.data = data

    def _screened(self) -> list[str]:
        return [name for name in self.SCREENED if name in self.fields]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("coordonnees") == REVIEW:
            return cleaned
        typed = {name: self.cleaned_data.get(name) or "" for name in self._screened()}
        self.found = tuple(
            FoundIn(name, str(self.fields[name].label or ""), excerpts(text, private_data(text)))
            for name, text in typed.items()
            if find(text) and private_data(text)
        )
        if self.found:
            message = (
                "Votre texte contient des données personnelles que tout le monde pourrait lire. "
                "Choisissez ci-dessous ce que nous en faisons."
            )
            raise ValidationError(message, code="personal")
        return cleaned

    def seconds(self) -> float | None:
        """How long the form was open."""
        return seconds_since(self.cleaned_data.get("opened", ""))
