"""Filters and forms of who moderates."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q

from communaute.comptes.models import Organisation
from communaute.moderation.decision_rules import Reasons, reasons_of
from communaute.moderation.enums import (
    WITH_STATEMENT,
    DecisionKind,
    Gravity,
    NoticeCategory,
    QueueState,
)
from communaute.moderation.numbers import CAUTION_MAX, NUMBERS
from communaute.moderation.reasons import HOLE, CannedReason, resolve, rule_choices
from communaute.moderation.services import text_digest
from communaute.moderation.wordings import (
    HAS_HOLE,
    holds,
    quoted,
    quotes,
    with_passage,
    wording_for,
    wordings,
)
from socle.forms import PlainForm
from socle.numbers import quantity

TEXT_MAX = quantity(NUMBERS.text_max, "caractère")
CAUTION_LENGTH = quantity(CAUTION_MAX, "caractère")
LOST = "Cette liste ne se lit plus. Revenez à la file et choisissez de nouveau."
TO_CONFIRM = "une deuxième personne le confirme"
NOTE_MAX = quantity(NUMBERS.note_max, "caractère")
PASSAGE_MAX = quantity(NUMBERS.passage_max, "caractère")
NO_REASON = "Choisissez la raison, ou une règle ou une loi plus bas."
NO_RULE = "Choisissez la règle ou la loi que ce texte ne respecte pas."
NO_PASSAGE = "Copiez ici les mots du texte qui posent problème : l’auteur doit savoir lesquels."
NOT_IN_TEXT = "Ces mots ne sont pas dans le texte. Copiez-les tels que l’auteur les a écrits."
REASONS = ("modele", "passage", "rule", "facts", "also_illegal")


class QueueFilterForm(PlainForm):
    """Which cases of the queue to show; anything unknown falls back on what waits."""

    etat = forms.ChoiceField(label="État", choices=QueueState.choices, required=False)
    raison = forms.ChoiceField(
        label="Raison du signalement",
        choices=[("", "Toutes"), *NoticeCategory.choices],
        required=False,
    )
    gravite = forms.ChoiceField(
        label="Gravité",
        choices=[("", "Toutes"), *((str(one.value), one.label) for one in Gravity)],
        required=False,
    )

    def __init__(self, *args: Any, counts: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if counts is not None:
            self.fields["etat"].choices = [  # type: ignore[attr-defined]
                (
                    value,
                    f"{label} ({quantity(counts[value], 'dossier')})" if value in counts else label,
                )
                for value, label in QueueState.choices
            ]

    @property
    def state(self) -> str:
        return (self.is_valid() and self.cleaned_data["etat"]) or QueueState.TO_DECIDE

    @property
    def category(self) -> str:
        return self.cleaned_data.get("raison", "") if self.is_valid() else ""

    @property
    def gravity(self) -> str:
        return self.cleaned_data.get("gravite", "") if self.is_valid() else ""

    @property
    def query(self) -> str:
        """The filter as the end of an address; "" for what waits, whatever it is."""
        chosen = {"etat": self.state, "raison": self.category, "gravite": self.gravity}
        if chosen["etat"] == QueueState.TO_DECIDE:
            del chosen["etat"]
        return urlencode({name: value for name, value in chosen.items() if value})


class ReasonsForm(PlainForm):
    """Why something is restricted, as a statement of reasons needs it, and a note.

    The moderator chooses the reason (`modele`, one of the wordings `known`) and quotes the
    `passage`; that is enough. A rule or facts that they choose or write themselves come instead of
    those of the wording. `version` says which case they had in front of them, `on` is the day of
    the text: its author is held to the rules of that day. `text` is what the author wrote: what is
    quoted is in it (None: there are several, the service checks each).
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    modele = forms.ChoiceField(
        label="La raison",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez une raison de la liste."},
    )
    passage = forms.CharField(
        label="Le passage qui pose problème",
        required=False,
        max_length=NUMBERS.passage_max,
        help_text="Les mots de l’auteur, copiés tels quels. Ou sélectionnez-les dans son texte, "
        "puis « Masquer ».",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": f"Ce passage est trop long : {PASSAGE_MAX} au plus. Gardez l’essentiel."
        },
    )
    rule = forms.ChoiceField(
        label="Règle ou loi, si ce n’est pas celle de la raison choisie",
        required=False,
        help_text="L’auteur la lira dans le message.",
        error_messages={"invalid_choice": "Choisissez une règle ou une loi dans la liste."},
    )
    facts = forms.CharField(
        label="Les faits, si vous les écrivez vous-même",
        required=False,
        max_length=NUMBERS.text_max,
        help_text=(
            "Sans reproche. Vide, le texte de la raison choisie est envoyé. "
            f"Au moins {quantity(NUMBERS.facts_min_length, 'caractère')}."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"Ce texte est trop long : {TEXT_MAX} au plus."},
    )
    also_illegal = forms.BooleanField(
        label="Ce texte est aussi contraire à la loi",
        required=False,
    )
    note = forms.CharField(
        label="Note interne",
        required=False,
        max_length=NUMBERS.note_max,
        help_text="Seuls les modérateurs la lisent.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": f"Cette note est trop longue : {NOTE_MAX} au plus."},
    )

    def __init__(
        self,
        *args: Any,
        on: datetime | None = None,
        text: str | None = None,
        known: list[CannedReason] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.text = text
        self.own = ""
        self.known = wordings() if known is None else known
        self.fields["modele"].choices = [(one.key, one.title) for one in self.known]  # type: ignore[attr-defined]
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            ("", "Celle de la raison choisie"),
            *rule_choices(on),
        ]

    def is_late(self, version: int) -> bool:
        """Whether the moderator read the case at another version, whatever else is wrong."""
        self.full_clean()
        return self.cleaned_data.get("version", version) != version

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = next((one for one in self.known if one.key == data.get("modele")), None)
        code = data.get("rule", "") or (chosen.rule if chosen else "")
        data["code"], data["category"] = code, chosen.category if chosen else ""
        data["ground"], data["rule"] = resolve(code, self.on) if code else ("", "")
        self.own = data.get("facts", "").strip()
        data["facts"] = with_passage(
            self.own or (chosen.facts if chosen else ""), data.get("passage", "")
        )
        return data

    def check_reasons(self) -> None:
        """Say beside each field what a statement still lacks."""
        data, facts = self.cleaned_data, self.cleaned_data["facts"]
        shortest = NUMBERS.facts_min_length
        if not data["code"] and not {"modele", "rule"} & self.errors.keys():
            field, message = ("rule", NO_RULE) if data.get("modele") else ("modele", NO_REASON)
            self.add_error(field, message)
        # The passage explains nothing by itself.
        is_short = len(self.own or facts) < shortest
        if not self.errors.keys() & {"facts", "modele"} and is_short:
            self.add_error("facts", f"Expliquez les faits en {shortest} caractères au moins.")
        self._check_passage(facts, data.get("passage", "").strip())
        if not self.errors.keys() & {"facts", "passage"} and HOLE.search(facts):
            self.add_error("facts", HAS_HOLE)

    def _check_passage(self, facts: str, passage: str) -> None:
        if self.errors.keys() & {"facts", "passage"}:
            return
        if passage and self.text is not None and not holds(self.text, passage):
            self.add_error("passage", NOT_IN_TEXT)
        elif not (quoted(facts) if self.text is None else quotes(facts, self.text)):
            self.add_error("passage", NO_PASSAGE)

    def reasons(self) -> Reasons:
        """Why, as the services take it (of a valid form)."""
        data = self.cleaned_data
        illegal = data.get("also_illegal", False)
        return reasons_of(
            data["code"], self.on, data["facts"], also_illegal=illegal, category=data["category"]
        )

    @staticmethod
    def starting_point(key: str, typed: str) -> dict[str, str]:
        """Rule and facts of a wording, to go on from: they come under what is typed already, in
        place of another left as it was."""
        known = wordings()
        canned = wording_for(key, known)
        own = typed.strip()
        for one in known:
            own = own.removesuffix(one.facts).strip()
        facts = "\n\n".join(part for part in (own, canned.facts) if part)
        return {"rule": canned.rule, "facts": facts}


class DecisionForm(ReasonsForm):
    """The decision on a case, with its reasons when the text is restricted.

    `seen` says, with `version`, what the moderator had in front of them. `proposed` are the
    decisions that a second person confirms.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    kind = forms.ChoiceField(
        label="Votre décision",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous décidez."},
    )
    detail = forms.CharField(
        label="L’avertissement affiché au-dessus du texte",
        required=False,
        max_length=CAUTION_MAX,
        help_text="Seulement si vous ajoutez un avertissement. Exemple : « Les prix cités datent "
        f"de 2019 ». {CAUTION_LENGTH} au plus.",
        error_messages={
            "max_length": f"Cet avertissement est trop long : {CAUTION_LENGTH} au plus."
        },
    )

    field_order = ("version", "seen", "kind", *REASONS, "detail", "note")

    def __init__(
        self,
        *args: Any,
        kinds: list[DecisionKind],
        proposed: Collection[str] = (),
        private: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(kind, kind.named(private=private)) for kind in kinds]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, f"{name} : {TO_CONFIRM}" if kind in proposed else name)
            for kind, name in named
        ]
        if not set(kinds) & set(WITH_STATEMENT):
            for name in REASONS:
                del self.fields[name]
        if DecisionKind.LABEL not in kinds:
            del self.fields["detail"]

    def is_of_another_text(self) -> bool:
        """Whether the author changed the text since the moderator read it (of a cleaned form)."""
        seen = self.cleaned_data.get("seen", "")
        return bool(seen) and seen != text_digest(self.text or "")

    @property
    def kind_values(self) -> list[str]:
        """What may be decided, by value."""
        return [value for value, _ in self.fields["kind"].choices]  # type: ignore[attr-defined]

    @property
    def offers_hiding(self) -> bool:
        return "facts" in self.fields

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data.setdefault("detail", "")
        if data.get("kind") == DecisionKind.LABEL and not data["detail"].strip():
            self.add_error("detail", "Écrivez l’avertissement qui sera affiché au-dessus du texte.")
        if data.get("kind") in WITH_STATEMENT:
            self.check_reasons()
        return data


class TogetherForm(PlainForm):
    """Which cases to decide at once: `dossiers` ticked, or those of lines of the queue
    (`affaires`)."""

    dossiers = forms.TypedMultipleChoiceField(coerce=int, required=False)
    affaires = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        for name in ("dossiers", "affaires"):
            values = self.data.getlist(name) if hasattr(self.data, "getlist") else []
            numbers = [(value, value) for value in values if value.isdecimal() and len(value) < 19]
            self.fields[name].choices = numbers  # type: ignore[attr-defined]

    def chosen(self) -> Any:
        """The cases chosen, of those given; what is no number chooses nothing."""
        self.full_clean()
        asked = self.cleaned_data
        wanted = Q(pk__in=asked.get("dossiers") or []) | Q(key__in=asked.get("affaires") or [])
        return self.cases.keyed().filter(wanted)


class TogetherDecisionForm(DecisionForm):
    """One decision for several cases: each at the version that was read (`lus`: « 12:1 »)."""

    lus = forms.CharField(widget=forms.HiddenInput, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"], self.fields["seen"]

    def offer(self, named: list[tuple[str, str]]) -> None:
        """Show no other decision than these, each with its name."""
        self.fields["kind"].choices = named  # type: ignore[attr-defined]
        if len(named) == 1:
            self.initial.setdefault("kind", named[0][0])

    def clean_lus(self) -> dict[int, int]:
        pairs = [pair.partition(":") for pair in self.cleaned_data["lus"].split()]
        try:
            return {int(pk): int(version) for pk, _, version in pairs}
        except ValueError as error:
            raise forms.ValidationError(LOST) from error


class ActingForm(PlainForm):
    """In whose name one decides, for who belongs to several organisations that may."""

    au_nom_de = forms.TypedChoiceField(
        label="Vous décidez au nom de",
        coerce=int,
        error_messages={
            "required": "Dites au nom de quelle organisation vous décidez.",
            "invalid_choice": "Choisissez une de vos organisations.",
        },
    )

    def __init__(self, *args: Any, names: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.pk, str(one)) for one in names]
        self.fields["au_nom_de"].choices = [("", "Choisissez…"), *choices]  # type: ignore[attr-defined]


class HandOverForm(PlainForm):
    """To whom a case is passed on, and why; `choices` are those `passing_choices` found."""

    to = forms.ChoiceField(
        label="À qui confier ce dossier ?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez à qui confier ce dossier.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    why = forms.CharField(
        label="Pourquoi ?",
        help_text="La personne qui reprend le dossier lira cette phrase, dans le dossier.",
        min_length=NUMBERS.why_min,
        max_length=NUMBERS.note_max,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Dites pourquoi, en une phrase.",
            "min_length": "Dites-en un peu plus : une phrase suffit.",
            "max_length": f"Ce texte est trop long : {NOTE_MAX} au plus.",
        },
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
