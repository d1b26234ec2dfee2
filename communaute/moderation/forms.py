"""Every input of the room, in French, with errors one can act upon."""

from typing import Any

from django import forms
from django.utils.html import format_html

from communaute.comptes.forms import EMAIL_MAX, EMAIL_TOO_LONG
from socle.forms import PlainForm
from socle.numbers import quantity

from .enums import NoticeCategory
from .numbers import CAUTION_MAX, NUMBERS
from .reasons import EXAMPLES

EXPLANATION_MAX = quantity(NUMBERS.explanation_max, "caractère")
TEXT_MAX = quantity(NUMBERS.text_max, "caractère")
CAUTION_LENGTH = quantity(CAUTION_MAX, "caractère")
LOST = "Cette liste ne se lit plus. Revenez à la file et choisissez de nouveau."
NOTE_MAX = quantity(NUMBERS.note_max, "caractère")


class ReportForm(PlainForm):
    """What is wrong with a text. `email` is asked of people without account only."""

    category = forms.ChoiceField(
        label="Qu’est-ce qui ne va pas ?",
        choices=[
            (
                value,
                format_html(
                    '{}<span class="fr-hint-text">Par exemple : {}</span>', label, EXAMPLES[value]
                ),
            )
            for value, label in NoticeCategory.choices
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une raison dans la liste."},
    )
    explanation = forms.CharField(
        label="Expliquez en quelques mots",
        help_text=f"Dites quel passage vous gêne et pourquoi. {EXPLANATION_MAX} au plus.",
        min_length=NUMBERS.explanation_min,
        max_length=NUMBERS.explanation_max,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Expliquez en une phrase ce qui vous gêne : cela aide à décider juste.",
            "min_length": "Expliquez un peu plus : une phrase suffit.",
            "max_length": f"Votre explication est trop longue : {EXPLANATION_MAX} au plus.",
        },
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        required=False,
        max_length=EMAIL_MAX,
        help_text="Seulement si vous voulez connaître la suite. Elle ne sert à rien d’autre. "
        "Exemple : nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Cette adresse n’a pas la bonne forme. Exemple : nom@exemple.fr",
            "max_length": EMAIL_TOO_LONG,
        },
    )
    good_faith = forms.BooleanField(
        label="Je signale ce texte de bonne foi : je crois sincèrement ce que j’écris ici.",
        error_messages={"required": "Cochez cette case pour envoyer votre signalement."},
    )

    def __init__(self, *args: Any, anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not anonymous:
            del self.fields["email"]


class AppealForm(PlainForm):
    text = forms.CharField(
        label="Pourquoi contestez-vous cette décision ?",
        help_text=f"Dites ce que nous avons mal compris, avec vos mots. {TEXT_MAX} au plus.",
        max_length=NUMBERS.text_max,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Dites-nous pourquoi vous contestez cette décision.",
            "max_length": f"Votre texte est trop long : {TEXT_MAX} au plus.",
        },
    )
    jeton = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)


class AppealDecisionForm(PlainForm):
    upheld = forms.TypedChoiceField(
        label="Votre réponse au recours",
        choices=[
            ("oui", "Accepter : remettre le texte en ligne"),
            ("non", "Ne pas accepter : le texte reste masqué"),
        ],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    reply = forms.CharField(
        label="Réponse écrite à l’auteur",
        help_text="Obligatoire. Répondez à ses arguments, un par un.",
        max_length=NUMBERS.text_max,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "La réponse écrite est obligatoire.",
            "max_length": f"Cette réponse est trop longue : {TEXT_MAX} au plus.",
        },
    )
