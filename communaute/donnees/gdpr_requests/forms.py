"""What somebody asks about their data, when they cannot do it themselves."""

from django import forms

from cms.numbers import PAGE_NUMBERS
from socle.forms import PlainForm

from ..enums import Right


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
