"""What people type to ask: the question, its building, where it is asked; examples by stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from dsfr.utils import dsfr_input_class_attr

from socle.buildings import ConstructionPeriod, HeatingEnergy, HeatingMode, Stage
from socle.forms import TypedIntegerField
from socle.hooks import hooked

from ..enums import SpaceKind
from ..forms import BODY_MAX, PK_MAX, DraftedForm, NumberOrNothing
from ..models import Question, Space
from ..numbers import NUMBERS, TITLE_MAX
from ..tags import TagsField
from ..text_pipeline.text import PostField, check_words


class SimilarForm(forms.Form):
    """The beginning of a question, as one types it."""

    q = forms.CharField(min_length=8, max_length=TITLE_MAX)


class PrefillForm(forms.Form):
    """What the address of the page says: where to ask, and which draft to go on with."""

    espace = forms.ModelChoiceField(
        Space.objects.select_related("departement"), to_field_name="slug", required=False
    )
    brouillon = forms.IntegerField(min_value=1, max_value=PK_MAX, required=False)

    def draft(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("brouillon")

    def space(self) -> Space | None:
        self.is_valid()
        return self.cleaned_data.get("espace")


def _optional(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "Je ne sais pas, ou je préfère ne pas dire"), *choices]


class DraftForm(forms.Form):
    """What the page sends while one types: which form, which draft, about which question."""

    submission_key = forms.UUIDField()
    draft = NumberOrNothing(min_value=1, max_value=PK_MAX, required=False)
    draft_version = NumberOrNothing(min_value=1, max_value=PK_MAX, required=False)
    reponse_a = forms.ModelChoiceField(Question.objects.published(), required=False)

    def place(self) -> dict[str, Any]:
        """Parameters of `asking.drafts.keep_draft`."""
        data = self.cleaned_data
        return {
            "form_key": data["submission_key"],
            "draft": data["draft"],
            "version": data["draft_version"],
            "about": data["reponse_a"],
        }


@dataclass(frozen=True)
class Examples:
    stage: Stage
    questions: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(self.stage.label)


EXAMPLES = (
    Examples(
        Stage.IDEA,
        (
            "Notre chaudière au fioul a 27 ans : par quoi commencer pour un raccordement ?",
            "Le réseau passe à 90 m de chez nous : qui décide si c’est faisable ?",
        ),
    ),
    Examples(
        Stage.AUDIT,
        (
            "Que doit contenir l’étude de l’exploitant pour comparer avec le gaz ?",
            "Faut-il isoler avant de choisir la puissance à souscrire ?",
        ),
    ),
    Examples(
        Stage.VOTE,
        (
            "Quelle majorité avez-vous retenue pour voter le raccordement ?",
            "Comment avez-vous présenté l’abonnement (R2) en assemblée générale ?",
        ),
    ),
    Examples(
        Stage.WORKS,
        (
            "Combien de jours êtes-vous restés sans eau chaude pendant les travaux ?",
            "Que devient le local de l’ancienne chaufferie ?",
        ),
    ),
    Examples(
        Stage.CONNECTED,
        (
            "Après le premier hiver, vos charges ont-elles baissé ou augmenté ?",
            "Comment demander une baisse de la puissance souscrite ?",
        ),
    ),
)


class AskForm(DraftedForm):
    """A question, the building it is about (all optional), and where it is asked."""

    title = forms.CharField(
        label="Votre question en une phrase",
        min_length=NUMBERS.title_min,
        max_length=TITLE_MAX,
        validators=[check_words],
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
        validators=[check_words],
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
    lots = TypedIntegerField(
        label="Combien de lots ?",
        min_value=1,
        max_value=10_000,
        required=False,
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

    tags = TagsField(
        label="Mots-clés",
        required=False,
        help_text=f"{NUMBERS.tags_max} au plus, séparés par des virgules. "
        "Sans rien, nous les trouvons dans votre texte.",
    )
    # Boxes of tags were shown: none ticked means none wanted.
    tags_shown = forms.BooleanField(widget=forms.HiddenInput, required=False)

    QUESTION = ("title", "body", "display_name")
    MORE = ("tags",)
    BUILDING = ("stage", "lots", "period", "energy", "heating_mode")
    field_order = ("submission_key", "draft", "draft_version", *QUESTION, *MORE, *BUILDING, "space")

    def __init__(self, *args: Any, user: object, space: Space | None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.preselected = space
        field = self.fields["space"]
        field.queryset = (Space.objects.around(space) if space else Space.objects.all()).for_list()
        field.widget = forms.RadioSelect() if space else forms.Select()
        spaces = list(field.queryset)
        near = [(one.slug, _space_label(one)) for one in spaces]
        field.widget.choices = near if space else by_kind(spaces)
        dsfr_input_class_attr(self["space"])
        self.initial["space"] = space.slug if space else self.initial.get("space", "national")

    def texts(self) -> dict[str, Any]:
        """What is published: tags are None when nobody chose any."""
        data = super().texts()
        shown = data.pop("tags_shown")
        return data | {"tags": data["tags"] if data["tags"] or shown else None}

    def group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def question_fields(self) -> list[forms.BoundField]:
        return self.group(self.QUESTION)

    def more_fields(self) -> list[forms.BoundField]:
        """Folded away until they are wanted, or wrong."""
        return self.group(self.MORE)

    def more_is_open(self) -> bool:
        return any(field.value() or field.errors for field in self.more_fields())

    def building_fields(self) -> list[forms.BoundField]:
        return self.group(self.BUILDING)


KINDS = (
    (SpaceKind.NATIONAL, "Partout en France"),
    (SpaceKind.THEME, "Un thème, partout en France"),
    (SpaceKind.TERRITORY, "Un territoire"),
    (SpaceKind.NETWORK, "Un réseau de chaleur"),
)


def by_kind(spaces: Iterable[Space]) -> list[Any]:
    """Spaces as the choices of a list, under their kinds."""
    rows = list(spaces)
    grouped = (
        (label, [(space.slug, space.title) for space in rows if space.kind == kind])
        for kind, label in KINDS
    )
    return [group for group in grouped if group[1]]


def _space_label(space: Space) -> str:
    return {
        SpaceKind.NETWORK: f"Les copropriétés du réseau : {space.title}",
        SpaceKind.TERRITORY: f"Les copropriétés du territoire : {space.title}",
        SpaceKind.THEME: f"Toutes les copropriétés de France, sur un thème : {space.title}",
        SpaceKind.NATIONAL: "Toutes les copropriétés de France",
    }[SpaceKind(space.kind)]


def known_facts(user: Any) -> dict[str, Any]:
    """Initial values of the questions of `AskForm` on the building; none when signed out."""
    if not user.is_authenticated:
        return {}
    told = {
        name: value
        for source in hooked("questions.known_facts")
        for name, value in source(user).items()
    }
    return {name: value for name, value in told.items() if value}
