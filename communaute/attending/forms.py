"""What a person without an account gives to register."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError

from cms.pages.forms.stamps import is_too_young, new_stamp, read_stamp
from socle.forms import PlainForm

TOO_OLD = "Cette page était ouverte depuis longtemps. Relisez, puis envoyez de nouveau."
TOO_FAST = "C’était très rapide. Relisez, puis envoyez de nouveau."


class RegisterForm(PlainForm):
    """`website` is hidden: only a robot fills it. `stamp` says when the form was opened."""

    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        help_text="Pour la liste à l’entrée. Personne d’autre que l’organisation ne le lit.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Un lien y est envoyé pour confirmer. Exemple : nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, label="Ne remplissez pas ce champ", max_length=200)
    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    @classmethod
    def opened(cls) -> Self:
        return cls(initial={"stamp": new_stamp()})

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.data.get("website", "").strip())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        stamp = self.data.get("stamp", "")
        if read_stamp(stamp) is None:
            raise ValidationError(TOO_OLD)
        # Whoever has something to correct will take the time.
        if is_too_young(stamp) and not self.errors:
            raise ValidationError(TOO_FAST)
        return data

    def reopened(self) -> Self:
        """The same, with all that was typed and its errors, as it is opened now."""
        if read_stamp(self.data.get("stamp", "")) is None:
            self.data = self.data.copy()
            self.data["stamp"] = new_stamp()
        return self
