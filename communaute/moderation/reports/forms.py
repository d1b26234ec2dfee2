"""What a report asks, in French, with errors one can act upon."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from communaute.comptes.forms import EMAIL_MAX, EMAIL_TOO_LONG
from communaute.moderation.enums import NoticeCategory
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.reasons import EXAMPLES
from socle.forms import PlainForm
from socle.numbers import quantity

EXPLANATION_MAX = quantity(NUMBERS.explanation_max, "caractère")
LEGAL_REF_MAX = 300
REFERENCE_MAX = 120


class ReportForm(PlainForm):
    """What is wrong with a text. `email` is asked of people without account only, `reference` of
    an authority only; `also` offers other texts of the same person."""

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
    reference = forms.CharField(
        label="Référence de votre décision",
        max_length=REFERENCE_MAX,
        help_text="Le numéro de l’ordre ou de la procédure, tel qu’il figure sur votre document.",
        error_messages={
            "required": "Donnez la référence de votre décision : elle sera citée à l’auteur.",
            "max_length": f"Cette référence est trop longue : {REFERENCE_MAX} caractères au plus.",
        },
    )
    legal_ref = forms.CharField(
        label="La loi ou la règle, si vous la connaissez",
        required=False,
        max_length=LEGAL_REF_MAX,
        help_text="Par exemple : Code pénal, article 222-17.",
        error_messages={
            "max_length": f"C’est trop long : {LEGAL_REF_MAX} caractères au plus.",
        },
    )
    also = forms.MultipleChoiceField(
        label="Signaler aussi ces textes de la même personne",
        required=False,
        help_text="Cochez seulement ceux qui posent le même problème.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Un des textes cochés n’est plus en ligne. Vérifiez la liste.",
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

    def __init__(
        self,
        *args: Any,
        anonymous: bool,
        for_authority: bool = False,
        others: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not anonymous:
            del self.fields["email"]
        if not for_authority:
            del self.fields["reference"]
        if others:
            self.fields["also"].choices = list(others)  # type: ignore[attr-defined]
        else:
            del self.fields["also"]


class ContestForm(PlainForm):
    """Why what was left online should be read again."""

    text = forms.CharField(
        label="Pourquoi ce texte devrait-il être relu ?",
        help_text=f"Dites ce que nous n’avons pas vu. {EXPLANATION_MAX} au plus.",
        min_length=NUMBERS.explanation_min,
        max_length=NUMBERS.explanation_max,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Dites en une phrase ce que nous n’avons pas vu.",
            "min_length": "Expliquez un peu plus : une phrase suffit.",
            "max_length": f"Votre texte est trop long : {EXPLANATION_MAX} au plus.",
        },
    )
