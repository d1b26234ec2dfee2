"""Every input of the room, in French, with errors one can act upon."""

from typing import Any, Self

from django import forms

from communaute.moderation.deadlines import HOURS_A_DAY
from communaute.moderation.decision_rules import LONGEST_HOURS, WORDS_ONLY, reasons_of
from communaute.moderation.enums import AppealOutcome, DecisionKind
from communaute.moderation.models import Appeal, Decision
from communaute.moderation.numbers import CAUTION_MAX, NUMBERS
from communaute.moderation.reasons import rule_choices
from communaute.moderation.registry import ModeratedType
from communaute.moderation.sanction_rules import milder_for
from communaute.moderation.wordings import fault_of
from socle.forms import PlainForm, TypedIntegerField
from socle.numbers import quantity

from .services import Lighter, gone, lighter_kinds, lighter_sanctions

TEXT_MAX = quantity(NUMBERS.text_max, "caractère")
CAUTION_LENGTH = quantity(CAUTION_MAX, "caractère")


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
    """The answer to an appeal; with what replaces the decision, when it is accepted in part.

    `version` is the case's when it was read: it may move meanwhile.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="Votre réponse au recours",
        choices=AppealOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    lighter = forms.ChoiceField(
        label="La décision qui remplace la première",
        required=False,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    days = TypedIntegerField(
        label="Durée, en jours",
        required=False,
        min_value=1,
        max_value=LONGEST_HOURS // HOURS_A_DAY,
        help_text="Comptée depuis le début de la première mesure.",
        error_messages={
            "invalid": "Écrivez un nombre de jours, en chiffres.",
            "min_value": "La durée est d’un jour au moins.",
            "max_value": "Une mesure dure un an au plus.",
        },
    )
    detail = forms.CharField(
        label="L’avertissement affiché au-dessus du texte",
        required=False,
        max_length=CAUTION_MAX,
        help_text=f"Seulement si vous ajoutez un avertissement. {CAUTION_LENGTH} au plus.",
        error_messages={
            "max_length": f"Cet avertissement est trop long : {CAUTION_LENGTH} au plus."
        },
    )
    rule = forms.ChoiceField(
        label="Règle ou loi",
        required=False,
        error_messages={"invalid_choice": "Choisissez une règle ou une loi dans la liste."},
    )
    facts = forms.CharField(
        label="Les faits, expliqués à l’auteur",
        required=False,
        max_length=NUMBERS.text_max,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": f"Ce texte est trop long : {TEXT_MAX} au plus."},
    )
    reply = forms.CharField(
        label="Réponse écrite à l’auteur",
        help_text=(
            "Obligatoire. Répondez à ses arguments, un par un. Elle part telle quelle, en texte "
            "simple : ni gras ni titre."
        ),
        max_length=NUMBERS.text_max,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "La réponse écrite est obligatoire.",
            "max_length": f"Cette réponse est trop longue : {TEXT_MAX} au plus.",
        },
    )

    def __init__(self, data: Any = None, *, appeal: Appeal, kind: ModeratedType | None) -> None:
        statement = appeal.statement
        contested = statement.decision
        super().__init__(
            data,
            initial={
                "version": contested.case.version,
                "rule": statement.rule_code,
                "facts": statement.facts,
            },
        )
        self.on = statement.content_created_at
        self.text = statement.excerpt
        choices = [
            *((one.value, one.label) for one in lighter_sanctions(contested)),
            *(
                (one.value, one.label)
                for one in lighter_kinds(contested, milder_for(kind, contested.case.author))
                if one != DecisionKind.SANCTION
            ),
        ]
        if gone(contested) or not Decision.objects.filter(pk=contested.pk).standing().exists():
            choices = []
        self._choose(choices, is_measure=bool(contested.sanction))

    def _choose(self, choices: list[tuple[str, str]], *, is_measure: bool) -> None:
        """Only what may be answered here; without anything lighter, the rest is not asked."""
        values = [value for value, _ in choices]
        self.fields["lighter"].choices = [("", "Choisissez…"), *choices]  # type: ignore[attr-defined]
        self.fields["rule"].choices = [("", "Choisissez…"), *rule_choices(self.on)]  # type: ignore[attr-defined]
        if not is_measure:
            del self.fields["days"]
        if DecisionKind.LABEL not in values:
            del self.fields["detail"]
        if not choices:
            for name in ("lighter", "rule", "facts"):
                del self.fields[name]
            self.fields["outcome"].choices = [  # type: ignore[attr-defined]
                one for one in AppealOutcome.choices if one[0] != AppealOutcome.ALTERED
            ]

    @property
    def offers_lighter(self) -> bool:
        return "lighter" in self.fields

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") != AppealOutcome.ALTERED:
            return data
        asked = {
            "lighter": "Choisissez la décision qui remplace la première.",
            "rule": "Choisissez la règle ou la loi que le texte ne respecte pas.",
        }
        if data.get("lighter") == DecisionKind.LABEL:
            asked["detail"] = "Écrivez l’avertissement qui sera affiché au-dessus du texte."
        if "days" in self.fields and data.get("lighter") not in {"", *WORDS_ONLY}:
            asked["days"] = "Écrivez la durée de la mesure, en jours."
        for name, message in asked.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)
        shortest = NUMBERS.facts_min_length
        if len(data.get("facts", "").strip()) < shortest and "facts" not in self.errors:
            self.add_error("facts", f"Expliquez les faits en {shortest} caractères au moins.")
        elif "facts" not in self.errors and (fault := fault_of(data["facts"], self.text)):
            self.add_error("facts", fault)
        return data

    def answer(self) -> dict[str, Any]:
        """What the service takes (of a valid form)."""
        data = self.cleaned_data
        answer = {name: data[name] for name in ("version", "outcome", "reply")}
        if data["outcome"] != AppealOutcome.ALTERED:
            return answer
        is_measure = "days" in self.fields
        chosen, days = data["lighter"], data.get("days")
        return answer | {
            "lighter": Lighter(
                kind=DecisionKind.SANCTION if is_measure else chosen,
                sanction=chosen if is_measure else "",
                hours=days and days * HOURS_A_DAY,
                detail=data.get("detail", ""),
                reasons=reasons_of(data["rule"], self.on, data["facts"]),
            )
        }

    def at_version(self, version: int) -> Self:
        """The same, as it was typed, to send again now that it was read at this version."""
        self.data = {**self.data.dict(), "version": version}  # type: ignore[attr-defined]
        return self
