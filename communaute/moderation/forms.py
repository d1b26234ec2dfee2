"""Every input of the room, in French, with errors one can act upon."""

from typing import Any

from django import forms
from django.utils.html import format_html

from communaute.comptes.forms import EMAIL_MAX, EMAIL_TOO_LONG
from socle.forms import PlainForm
from socle.numbers import quantity

from .enums import DecisionKind, NoticeCategory, QueueState
from .numbers import NUMBERS
from .reasons import CANNED, EXAMPLES, HOLE, resolve, rule_choices

EXPLANATION_MAX = quantity(NUMBERS.explanation_max, "caractère")
TEXT_MAX = quantity(NUMBERS.text_max, "caractère")
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


class QueueFilterForm(PlainForm):
    """Which cases of the queue to show; anything unknown falls back on what waits."""

    etat = forms.ChoiceField(label="État", choices=QueueState.choices, required=False)
    raison = forms.ChoiceField(
        label="Raison du signalement",
        choices=[("", "Toutes"), *NoticeCategory.choices],
        required=False,
    )

    def __init__(self, *args: Any, counts: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if counts is not None:
            self.fields["etat"].choices = [  # type: ignore[attr-defined]
                (value, f"{label} ({counts[value]})") for value, label in QueueState.choices
            ]

    @property
    def state(self) -> str:
        return (self.is_valid() and self.cleaned_data["etat"]) or QueueState.TO_DECIDE

    @property
    def category(self) -> str:
        return self.cleaned_data.get("raison", "") if self.is_valid() else ""


class TemplateForm(PlainForm):
    """Which ready-made wording to take up in the decision."""

    modele = forms.ChoiceField(
        label="Partir d’un texte déjà écrit",
        choices=NoticeCategory.choices,
        required=False,
    )


class DecisionForm(PlainForm):
    """The decision on a case, with its reasons when the text is hidden.

    `version` and `seen` say what the moderator had in front of them.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    kind = forms.ChoiceField(
        label="Votre décision",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous décidez."},
    )
    rule = forms.ChoiceField(
        label="Règle ou loi",
        required=False,
        help_text="L’auteur la lira dans le message.",
        error_messages={"invalid_choice": "Choisissez une règle ou une loi dans la liste."},
    )
    facts = forms.CharField(
        label="Les faits, expliqués à l’auteur",
        required=False,
        max_length=NUMBERS.text_max,
        help_text=(
            "Citez le passage. Restez sur les faits, sans reproche. "
            f"Au moins {quantity(NUMBERS.facts_min_length, 'caractère')}."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": f"Ce texte est trop long : {TEXT_MAX} au plus."},
    )
    note = forms.CharField(
        label="Note interne",
        required=False,
        max_length=NUMBERS.note_max,
        help_text="Seuls les modérateurs la lisent.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": f"Cette note est trop longue : {NOTE_MAX} au plus."},
    )

    def __init__(self, *args: Any, kinds: list[DecisionKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in kinds
        ]
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            ("", "Choisissez…"),
            *rule_choices(),
        ]
        if DecisionKind.HIDE not in kinds:
            del self.fields["rule"], self.fields["facts"]

    @property
    def offers_hiding(self) -> bool:
        return "facts" in self.fields

    def is_late(self, version: int) -> bool:
        """Whether the moderator read the case at another version, whatever else is wrong."""
        self.full_clean()
        return self.cleaned_data.get("version", version) != version

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data.setdefault("facts", "")
        code = data.get("rule", "")
        data["ground"], data["rule"] = resolve(code) if code else ("", "")
        if data.get("kind") == DecisionKind.HIDE:
            if not code and "rule" not in self.errors:
                self.add_error(
                    "rule", "Choisissez la règle ou la loi que le texte ne respecte pas."
                )
            shortest = NUMBERS.facts_min_length
            if len(data["facts"]) < shortest and "facts" not in self.errors:
                self.add_error("facts", f"Expliquez les faits en {shortest} caractères au moins.")
            elif HOLE.search(data["facts"]):
                self.add_error("facts", "Remplacez « … » par le passage ou la raison.")
        return data

    @staticmethod
    def starting_point(category: str, typed: str = "") -> dict[str, str]:
        """Initial rule and facts for a category of notice; the ready-made wording comes under
        what is typed already, in place of another left as it was."""
        canned = CANNED.get(category, CANNED[NoticeCategory.OTHER])
        own = typed.strip()
        for one in CANNED.values():
            own = own.removesuffix(one.facts).strip()
        facts = "\n\n".join(part for part in (own, canned.facts) if part)
        return {"rule": canned.rule, "facts": facts}


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


class PeriodForm(PlainForm):
    """Year of the transparency figures; empty for all years."""

    annee = forms.IntegerField(
        label="Année",
        required=False,
        min_value=2020,
        max_value=2100,
        error_messages={
            "invalid": "Donnez une année, par exemple 2026.",
            "min_value": "Donnez une année à partir de 2020.",
            "max_value": "Donnez une année avant 2100.",
        },
    )

    @property
    def year(self) -> int | None:
        """The year asked for; None for all, or when it is wrong."""
        return self.cleaned_data["annee"] if self.is_valid() else None
