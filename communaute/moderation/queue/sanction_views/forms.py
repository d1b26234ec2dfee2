"""What moderators write about a person."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from communaute.moderation.deadlines import HOURS_A_DAY
from communaute.moderation.decision_rules import LONGEST_HOURS
from communaute.moderation.enums import SanctionKind, Say
from communaute.moderation.numbers import CAUTION_MAX, NUMBERS
from communaute.moderation.sanctions.selectors import Rung
from socle.forms import DayInput, PlainForm
from socle.numbers import quantity

from ..forms import REASONS, TO_CONFIRM, ReasonsForm

LONGEST_DAYS = LONGEST_HOURS // HOURS_A_DAY
WHY_MAX = quantity(CAUTION_MAX, "caractère")


def _why(label: str, help_text: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        min_length=NUMBERS.why_min,
        max_length=CAUTION_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Dites pourquoi, en une phrase.",
            "min_length": "Dites-en un peu plus : une phrase suffit.",
            "max_length": f"Ce texte est trop long : {WHY_MAX} au plus.",
        },
    )


class MeasureForm(ReasonsForm):
    """Which measure towards the author of a text, until when, and why."""

    sanction = forms.ChoiceField(
        label="Quelle mesure ?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une mesure.",
            "invalid_choice": "Choisissez une mesure de la liste.",
        },
    )
    until = forms.DateField(
        label="Jusqu’à quel jour ?",
        required=False,
        help_text="Laissez vide pour la durée proposée. La mesure s’arrête ce jour-là, à l’heure "
        "où elle commence.",
        widget=DayInput,
    )

    field_order = ("version", "sanction", "until", *REASONS, "note")

    def __init__(self, *args: Any, ladder: Sequence[Rung], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ladder = {str(rung.kind): rung for rung in ladder}
        self["passage"].help_text = "Les mots de l’auteur, copiés tels quels."
        self.fields["sanction"].choices = [  # type: ignore[attr-defined]
            (str(rung.kind), _named(rung)) for rung in ladder if rung.say != Say.NO
        ]

    @property
    def hours(self) -> int | None:
        """How long, in hours (of a valid form): as chosen, else as the ladder proposes."""
        day = self.cleaned_data.get("until")
        if day is None:
            return self.ladder[self.cleaned_data["sanction"]].hours
        return (day - timezone.localdate()).days * HOURS_A_DAY

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_reasons()
        day, rung = data.get("until"), self.ladder.get(data.get("sanction", ""))
        if day is None:
            return data
        days = (day - timezone.localdate()).days
        if rung is not None and rung.kind == SanctionKind.CLOSING:
            self.add_error("until", "La fermeture d’un compte n’a pas de fin : laissez vide.")
        elif rung is not None and rung.only_words:
            self.add_error("until", "Cette mesure n’interdit rien : laissez vide.")
        elif days <= 0:
            self.add_error("until", "Choisissez un jour à venir, à partir de demain.")
        elif days > LONGEST_DAYS:
            self.add_error("until", "Une mesure dure un an au plus.")
        return data


def _named(rung: Rung) -> str:
    named = str(rung.kind.label)
    if rung.days is not None and not rung.only_words:
        named += f" (durée proposée : {quantity(rung.days, 'jour')})"
    return f"{named} : {TO_CONFIRM}" if rung.say == Say.PROPOSE else named


class AnswerForm(PlainForm):
    """What the second person says of a proposal, and why when it is no."""

    answer = forms.ChoiceField(
        label="Votre réponse",
        widget=forms.RadioSelect,
        choices=[
            ("oui", "Je confirme : la décision est prise maintenant"),
            ("non", "Je ne confirme pas : la proposition n’a pas de suite"),
        ],
        error_messages={
            "required": "Choisissez une réponse.",
            "invalid_choice": "Choisissez une réponse de la liste.",
        },
    )
    why = _why(
        "Si vous ne confirmez pas : pourquoi ?",
        "La personne qui propose, si elle modère encore, lira cette phrase.",
        required=False,
    )

    @property
    def confirms(self) -> bool:
        return bool(self.cleaned_data["answer"] == "oui")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == "non" and not data.get("why") and "why" not in self.errors:
            self.add_error("why", "Dites pourquoi, en une phrase.")
        return data


class LiftForm(PlainForm):
    """Why a measure ends before its time."""

    why = _why(
        "Pourquoi y mettre fin ?",
        "La personne lira cette phrase. Elle reste au dossier.",
    )
