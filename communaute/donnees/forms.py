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
