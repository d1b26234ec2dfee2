"""What somebody chooses as they close their account, and what they ask about their data."""

from typing import Any

from django import forms

from cms.numbers import PAGE_NUMBERS
from socle.forms import PlainForm

from .enums import Right, Texts
from .numbers import NUMBERS


class LeavingForm(PlainForm):
    """What becomes of one’s texts, and that one is sure."""

    textes = forms.ChoiceField(
        label="Que faire de vos questions, réponses et commentaires ?",
        choices=Texts.choices,
        widget=forms.RadioSelect,
        initial=Texts.KEEP,
        error_messages={"required": "Choisissez ce que deviennent vos textes."},
    )
    relire = forms.CharField(
        label="Les textes à faire relire",
        help_text="Si vous choisissez de faire relire : leur titre, et ce qui vous gêne.",
        max_length=NUMBERS.review_max,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label="J’ai compris : passé ce délai, mon compte sera fermé pour toujours",
        error_messages={"required": "Cochez cette case pour fermer votre compte."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("textes") == Texts.REVIEW and not data.get("relire"):
            self.add_error("relire", "Dites quels textes faire relire.")
        return data


class RightForm(PlainForm):
    """Which right, and in one’s own words; the account says who asks."""

    droit = forms.ChoiceField(
        label="Que demandez-vous ?",
        choices=Right.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous demandez."},
    )
    texte = forms.CharField(
        label="Votre demande",
        help_text="Quelle donnée corriger et par quoi, ou à quel usage vous vous opposez et "
        "pourquoi. N’écrivez ni mot de passe, ni code.",
        min_length=PAGE_NUMBERS.message_min,
        max_length=PAGE_NUMBERS.message_max,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"min_length": "Expliquez un peu plus : une phrase suffit."},
    )


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
