"""What people type here: filters of lists, a question, an answer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from dsfr.utils import dsfr_input_class_attr

from communaute.comptes.errors import InvalidDisplayName
from communaute.comptes.models import User
from communaute.comptes.services import clean_display_name
from socle.buildings import ConstructionPeriod, HeatingEnergy, HeatingMode, Stage
from socle.forms import PlainForm
from socle.keyset import PlaceForm
from socle.numbers import quantity

from .enums import ListOrder, SpaceKind
from .models import Space
from .numbers import NUMBERS, TITLE_MAX
from .reaching.answerers import Candidate
from .text import clean_newlines

# Read once, when the service starts, as the lengths of the fields are.
BODY_MAX = quantity(NUMBERS.body_max, "caractère")


class PostField(forms.CharField):
    """A long text; line ends count as one character, as in the counter of the browser."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_newlines(super().to_python(value) or "")


STAGE_FILTER = [("", "Toutes les étapes"), *Stage.choices]


class ListForm(PlaceForm):
    """Filters of a list of questions; whatever is not understood is left out."""

    q = forms.CharField(max_length=200, required=False)
    etape = forms.ChoiceField(choices=STAGE_FILTER, required=False)
    espace = forms.ModelChoiceField(Space.objects.all(), to_field_name="slug", required=False)
    sans_reponse = forms.BooleanField(required=False)
    tri = forms.ChoiceField(choices=ListOrder.choices, required=False)

    def filters(self) -> dict[str, Any]:
        """The valid values only: a list never answers an error."""
        self.is_valid()
        nothing = {"q": "", "etape": "", "espace": None, "sans_reponse": False, "tri": ""}
        return {name: self.cleaned_data.get(name) or empty for name, empty in nothing.items()}


class InviteForm(PlainForm):
    """Whom to invite to answer, among the people suggested."""

    person = forms.ChoiceField(
        label="Qui inviter à répondre ?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une personne.",
            "invalid_choice": "Cette personne n’est plus proposée : choisissez-en une autre.",
        },
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.user.pk): one.user for one in candidates}
        self.fields["person"].choices = [
            (str(one.user.pk), f"{one.of} : {one.why}") for one in candidates
        ]

    def clean_person(self) -> User:
        return self.people[self.cleaned_data["person"]]


class UsefulForm(forms.Form):
    """Saying that an answer is useful, or taking it back."""

    retirer = forms.BooleanField(required=False)


class SimilarForm(forms.Form):
    """The beginning of a question, as one types it."""

    q = forms.CharField(min_length=8, max_length=TITLE_MAX)


class AnswerPlaceForm(PlaceForm):
    """Which part of a long thread: a page, or that of one answer."""

    reponse = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    def wanted(self) -> int | None:
        """The answer to show, if any."""
        self.is_valid()
        return self.cleaned_data.get("reponse")


class PrefillForm(forms.Form):
    """What another page already knows of the question to ask (address of the ask page)."""

    espace = forms.ModelChoiceField(
        Space.objects.select_related("departement"), to_field_name="slug", required=False
    )
    etape = forms.ChoiceField(choices=Stage.choices, required=False)
    lots = forms.IntegerField(min_value=1, max_value=10_000, required=False)
    periode = forms.ChoiceField(choices=ConstructionPeriod.choices, required=False)
    energie = forms.ChoiceField(choices=HeatingEnergy.choices, required=False)
    chauffage = forms.ChoiceField(choices=HeatingMode.choices, required=False)
    titre = forms.CharField(max_length=TITLE_MAX, required=False)

    def values(self) -> dict[str, Any]:
        """Initial values of `AskForm`, valid ones only."""
        self.is_valid()
        names = {
            "espace": "space",
            "etape": "stage",
            "lots": "lots",
            "periode": "period",
            "energie": "energy",
            "chauffage": "heating_mode",
            "titre": "title",
        }
        return {names[name]: value for name, value in self.cleaned_data.items() if value}


class WritingForm(PlainForm):
    """Base of what is published: a key against double clicks, a name when there is none yet."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    display_name = forms.CharField(
        label="Le nom que les autres verront",
        max_length=60,
        help_text="Par exemple : Monique D. Votre adresse électronique n’est jamais montrée.",
        error_messages={"required": "Choisissez le nom que les autres verront."},
    )

    def __init__(self, *args: Any, user: object, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission_key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if not isinstance(user, User) or user.display_name:
            del self.fields["display_name"]

    def clean_display_name(self) -> str:
        try:
            return clean_display_name(self.cleaned_data["display_name"])
        except InvalidDisplayName as error:
            raise ValidationError(str(error)) from error

    def clean_submission_key(self) -> uuid.UUID:
        return self.cleaned_data.get("submission_key") or uuid.uuid4()

    def draft(self) -> dict[str, Any]:
        """What was typed, to keep in the session until the person has signed in."""
        return {name: self.data.get(name, "") for name in self.fields}


class AnswerForm(WritingForm):
    body = PostField(
        label="Votre réponse",
        min_length=NUMBERS.body_min,
        max_length=NUMBERS.body_max,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=(
            "Dites ce que vous avez vécu ou vérifié : montant, date, source. "
            "N’écrivez ni téléphone ni adresse électronique : tout le monde peut lire."
        ),
        error_messages={
            "required": "Écrivez votre réponse.",
            "min_length": f"Écrivez au moins {NUMBERS.body_min} caractères.",
            "max_length": f"Votre réponse est trop longue : {BODY_MAX} au plus.",
        },
    )

    field_order = ["submission_key", "body", "display_name"]


def _optional(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "Je ne sais pas, ou je préfère ne pas dire"), *choices]


class AskForm(WritingForm):
    """A question, the building it is about (all optional), and where it is asked."""

    title = forms.CharField(
        label="Votre question en une phrase",
        min_length=NUMBERS.title_min,
        max_length=TITLE_MAX,
        help_text=f"Entre {NUMBERS.title_min} et {TITLE_MAX} caractères.",
        error_messages={
            "required": "Écrivez votre question en une phrase.",
            "min_length": f"Précisez votre question : au moins {NUMBERS.title_min} caractères.",
            "max_length": f"Une phrase suffit : {TITLE_MAX} caractères au plus.",
        },
    )
    body = PostField(
        label="Les détails utiles",
        min_length=NUMBERS.body_min,
        max_length=NUMBERS.body_max,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=(
            "Ce que vous savez déjà, ce que vous hésitez à faire, d’ici quelle date. "
            "N’écrivez ni nom, ni téléphone, ni adresse : tout le monde peut lire."
        ),
        error_messages={
            "required": "Donnez quelques détails : on vous répondra mieux.",
            "min_length": f"Donnez quelques détails : au moins {NUMBERS.body_min} caractères.",
            "max_length": f"Votre texte est trop long : {BODY_MAX} au plus.",
        },
    )
    stage = forms.ChoiceField(
        label="Où en est votre projet ?",
        choices=_optional(Stage.choices),
        required=False,
        help_text="Pourquoi ? Les réponses utiles ne sont pas les mêmes avant et après le vote.",
    )
    lots = forms.IntegerField(
        label="Combien de lots ?",
        min_value=1,
        max_value=10_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Pourquoi ? Une copropriété de la même taille pourra comparer.",
        error_messages={
            "invalid": "Écrivez un nombre, par exemple 42.",
            "min_value": "Écrivez un nombre de lots entre 1 et 10 000.",
            "max_value": "Écrivez un nombre de lots entre 1 et 10 000.",
        },
    )
    period = forms.ChoiceField(
        label="Quand l’immeuble a-t-il été construit ?",
        choices=_optional([c for c in ConstructionPeriod.choices if c[0] != "NON_CONNUE"]),
        required=False,
        help_text="Pourquoi ? L’isolation et les radiateurs changent d’une époque à l’autre.",
    )
    energy = forms.ChoiceField(
        label="Avec quoi vous chauffez-vous ?",
        choices=_optional(HeatingEnergy.choices),
        required=False,
        help_text="Pourquoi ? Remplacer du gaz, du fioul ou de l’électricité, ce n’est pas pareil.",
    )
    heating_mode = forms.ChoiceField(
        label="Le chauffage est-il collectif ou individuel ?",
        choices=_optional(HeatingMode.choices),
        required=False,
        help_text="Pourquoi ? Avec un chauffage individuel, il faut d’autres travaux.",
    )
    space = forms.ModelChoiceField(
        Space.objects.none(),
        label="Qui doit voir votre question en premier ?",
        to_field_name="slug",
        empty_label=None,
        help_text="Tout le monde pourra la lire. Ce choix décide qui la trouve le plus vite.",
        error_messages={
            "required": "Choisissez un espace.",
            "invalid_choice": "Choisissez un espace de la liste.",
        },
    )

    field_order = [
        "submission_key",
        "title",
        "body",
        "display_name",
        "stage",
        "lots",
        "period",
        "energy",
        "heating_mode",
        "space",
    ]
    QUESTION = ("title", "body", "display_name")
    BUILDING = ("stage", "lots", "period", "energy", "heating_mode")

    def __init__(self, *args: Any, user: object, space: Space | None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.preselected = space
        field = self.fields["space"]
        field.queryset = (Space.objects.around(space) if space else Space.objects.all()).for_list()
        field.widget = forms.RadioSelect() if space else forms.Select()
        field.widget.choices = self._space_choices(field.queryset, grouped=space is None)
        dsfr_input_class_attr(self["space"])
        self.initial["space"] = space.slug if space else self.initial.get("space", "national")

    def _space_choices(self, spaces: Any, *, grouped: bool) -> list[Any]:
        rows = list(spaces)
        if not grouped:
            return [(space.slug, _space_label(space)) for space in rows]
        return [
            (label, [(space.slug, space.title) for space in rows if space.kind == kind])
            for kind, label in (
                (SpaceKind.NATIONAL, "Partout en France"),
                (SpaceKind.TERRITORY, "Un territoire"),
                (SpaceKind.NETWORK, "Un réseau de chaleur"),
            )
        ]

    def group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def question_fields(self) -> list[forms.BoundField]:
        return self.group(self.QUESTION)

    def building_fields(self) -> list[forms.BoundField]:
        return self.group(self.BUILDING)


def _space_label(space: Space) -> str:
    return {
        SpaceKind.NETWORK: f"Les copropriétés du réseau : {space.title}",
        SpaceKind.TERRITORY: f"Les copropriétés du territoire : {space.title}",
        SpaceKind.NATIONAL: "Toutes les copropriétés de France",
    }[SpaceKind(space.kind)]
