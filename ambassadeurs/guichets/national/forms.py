"""What the team types about an account, and the code somebody received."""

from typing import Any

from django import forms

from communaute.comptes.enums import MembershipRole
from communaute.comptes.forms import EMAIL_MAX, EMAIL_TOO_LONG
from communaute.comptes.models import User
from socle.forms import PlainForm
from socle.numbers import quantity

from ..numbers import NATIONAL_NUMBERS


class SearchForm(PlainForm):
    """An address or a name: posted, so that no address is in an address bar or a log."""

    words = forms.CharField(
        label="Adresse électronique ou nom affiché",
        min_length=2,
        max_length=EMAIL_MAX,
        error_messages={"required": "Tapez une adresse ou un nom."},
    )


class ReasonForm(PlainForm):
    """Why one does it: the log keeps it."""

    reason = forms.CharField(
        label="Pourquoi ?",
        min_length=NATIONAL_NUMBERS.reason_min,
        max_length=NATIONAL_NUMBERS.reason_max,
        help_text="Écrit dans le journal. Par exemple : la personne a appelé le 3 mars.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Dites pourquoi : le journal le garde.",
            "min_length": "Dites-en un peu plus : "
            f"{quantity(NATIONAL_NUMBERS.reason_min, 'caractère')}.",
        },
    )


class CloseForm(ReasonForm):
    """Closing cannot be undone: the address is typed again."""

    email = forms.EmailField(
        label="Tapez l’adresse de ce compte pour confirmer",
        max_length=EMAIL_MAX,
        error_messages={"max_length": EMAIL_TOO_LONG},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email != self.person.email:
            message = "Ce n’est pas l’adresse de ce compte."
            raise forms.ValidationError(message)
        return email


class RoleForm(ReasonForm):
    role = forms.ChoiceField(label="Rôle", choices=MembershipRole.choices)


class HelpCodeForm(PlainForm):
    """What somebody types who was helped."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=EMAIL_MAX,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Cette adresse n’a pas la bonne forme. Exemple : nom@exemple.fr",
            "max_length": EMAIL_TOO_LONG,
        },
    )
    code = forms.CharField(
        label="Code à six chiffres",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Tapez le code reçu par courriel."},
    )
