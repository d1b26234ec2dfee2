"""Every input of the room, in French, with errors one can act upon."""

from django import forms

from communaute.moderation.numbers import CAUTION_MAX, NUMBERS
from socle.forms import PlainForm
from socle.numbers import quantity

EXPLANATION_MAX = quantity(NUMBERS.explanation_max, "caractère")
TEXT_MAX = quantity(NUMBERS.text_max, "caractère")
CAUTION_LENGTH = quantity(CAUTION_MAX, "caractère")
LOST = "Cette liste ne se lit plus. Revenez à la file et choisissez de nouveau."
NOTE_MAX = quantity(NUMBERS.note_max, "caractère")


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
