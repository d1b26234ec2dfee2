"""Who is invited, and what the person answers."""

from django import forms

from communaute.comptes.enums import MembershipRole
from socle.forms import PlainForm


class InviteForm(PlainForm):
    """An address and a role."""

    email = forms.EmailField(
        label="Son adresse électronique",
        help_text="Format attendu : nom@domaine.fr",
        max_length=254,
    )
    role = forms.ChoiceField(
        label="Son rôle",
        help_text="Une personne responsable invite, et donne les rôles.",
        choices=MembershipRole.choices,
        initial=MembershipRole.MEMBRE,
        widget=forms.RadioSelect,
    )


class AnswerForm(PlainForm):
    """Accept or refuse."""

    reponse = forms.ChoiceField(
        label="Votre réponse",
        choices=[("accepter", "Accepter"), ("refuser", "Refuser")],
        widget=forms.HiddenInput,
    )

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["reponse"] == "accepter")
