"""An address to confirm, its code, the name that others will see; what a lead answers."""

from allauth.account.forms import BaseConfirmCodeForm
from django import forms

from communaute.comptes.forms import EMAIL, EMAIL_HELP, MISSING, CodeForm, DisplayNameField
from socle.forms import PlainForm


class AddressForm(PlainForm):
    """The address where the service will write, proved by a code."""

    email = forms.EmailField(
        label=EMAIL,
        help_text=f"{EMAIL_HELP}. Elle n’est jamais publiée.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": MISSING["email"]},
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class AddressCodeForm(CodeForm, BaseConfirmCodeForm):
    """The code sent to that address."""


class NameForm(PlainForm):
    """The name others see: chosen, never made from the civil name."""

    display_name = DisplayNameField()


class DecisionForm(PlainForm):
    """Accept or refuse."""

    decision = forms.ChoiceField(
        label="Votre réponse",
        choices=[("accepter", "Accepter"), ("refuser", "Refuser")],
        widget=forms.HiddenInput,
    )

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["decision"] == "accepter")
