"""What one answers to the rules, and where one was going."""

from typing import Any

from django import forms

from socle.forms import PlainForm

ANSWERS = [
    ("oui", "J’accepte ces règles"),
    (
        "non",
        "Je refuse : je pourrai lire et recevoir mes données, mais ni écrire, ni voter, ni "
        "demander une visite ou une mise en relation",
    ),
]


class RulesForm(PlainForm):
    """`accord` yes or no; `vues` are the versions that the page showed, `suite` the page that was
    asked for before."""

    accord = forms.ChoiceField(
        label="Votre réponse",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    vues = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    suite = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def clean_vues(self) -> list[int]:
        return [int(part) for part in self.cleaned_data["vues"].split(",") if part.isdecimal()]

    @property
    def accepted(self) -> bool:
        return bool(self.cleaned_data["accord"] == "oui")

    @staticmethod
    def seen(versions: list[Any]) -> str:
        """The value of `vues` for these versions."""
        return ",".join(str(version.pk) for version in versions)


class FollowingPageForm(PlainForm):
    """The page to go to afterwards (`next`)."""

    next = forms.CharField(required=False, max_length=2000)
