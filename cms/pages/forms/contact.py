"""The form of `/contact/`, and that of who answers."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError

from socle.forms import PlainForm
from socle.numbers import quantity

from ..enums import Subject
from ..numbers import NUMBERS
from .stamps import is_too_young, new_stamp, read_stamp

EMAIL_MAX = 254
MESSAGE_MAX = quantity(NUMBERS.message_max, "caractère")
TOO_OLD = "Cette page était ouverte depuis longtemps. Relisez votre message, puis envoyez-le."
TOO_FAST = "C’était très rapide. Relisez votre message, puis envoyez-le de nouveau."


class ContactForm(PlainForm):
    """`website` is hidden: only a robot fills it. `stamp` says when the form was opened."""

    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=EMAIL_MAX,
        help_text="La réponse vous y sera envoyée. Exemple : nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.ChoiceField(
        label="Votre message concerne",
        choices=[("", "Choisissez"), *Subject.choices],
    )
    message = forms.CharField(
        label="Votre message",
        help_text=f"{MESSAGE_MAX} au plus. N’écrivez ni mot de passe, ni code, ni coordonnées "
        "bancaires.",
        min_length=NUMBERS.message_min,
        max_length=NUMBERS.message_max,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"min_length": "Expliquez un peu plus : une phrase suffit."},
    )
    website = forms.CharField(required=False, label="Ne remplissez pas ce champ", max_length=200)
    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    @classmethod
    def opened(cls, user: Any) -> Self:
        """An empty form, as it is opened now; an account need not type who it is."""
        initial = {"stamp": new_stamp()}
        if user.is_authenticated:
            initial |= {"name": user.get_full_name(), "email": user.email}
        return cls(initial=initial)

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

    @property
    def key(self) -> str:
        """Of this sending: the same twice is one message. Only for a form that is valid."""
        stamp = read_stamp(self.data["stamp"])
        assert stamp is not None  # noqa: S101 - `clean` has read it
        return stamp.key_of(self.cleaned_data["message"])

    def reopened(self) -> Self:
        """The same, with all that was typed and its errors, as it is opened now."""
        if read_stamp(self.data.get("stamp", "")) is None:
            self.data = self.data.copy()
            self.data["stamp"] = new_stamp()
        return self


class AnswerForm(PlainForm):
    """What a person answers to a message."""

    answer = forms.CharField(
        label="Votre réponse",
        min_length=NUMBERS.message_min,
        max_length=NUMBERS.answer_max,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"min_length": "Écrivez une phrase au moins."},
    )
