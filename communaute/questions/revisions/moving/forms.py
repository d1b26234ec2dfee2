"""Where a question goes, and why."""

from typing import Any

from django import forms
from dsfr.utils import dsfr_input_class_attr

from communaute.questions.enums import SpaceKind
from communaute.questions.models import Space
from socle.forms import PlainForm

KINDS = (
    (SpaceKind.NATIONAL, "Partout en France"),
    (SpaceKind.THEME, "Un thème, partout en France"),
    (SpaceKind.TERRITORY, "Un territoire"),
    (SpaceKind.NETWORK, "Un réseau de chaleur"),
)


class MoveForm(PlainForm):
    """The space where a question goes; a moderator says why, and whether that decides its case."""

    space = forms.ModelChoiceField(
        Space.objects.none(),
        label="Dans quel espace la mettre ?",
        to_field_name="slug",
        error_messages={
            "required": "Choisissez un espace.",
            "invalid_choice": "Choisissez un espace de la liste.",
        },
    )
    reason = forms.CharField(
        label="Pourquoi la déplacer ?",
        max_length=300,
        help_text="L’auteur de la question le lira.",
        error_messages={"required": "Dites pourquoi : l’auteur de la question le lira."},
    )

    settles = forms.BooleanField(
        label="Le déplacement suffit : clore aussi le dossier de modération",
        required=False,
        help_text="Les personnes qui ont signalé la question sont prévenues.",
    )

    def __init__(
        self, *args: Any, spaces: Any, is_asker: bool, has_case: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_asker:
            del self.fields["reason"]
        if not has_case:
            del self.fields["settles"]
        field = self.fields["space"]
        field.queryset = spaces
        rows = list(spaces.for_list())
        grouped = [
            (label, [(space.slug, space.title) for space in rows if space.kind == kind])
            for kind, label in KINDS
        ]
        field.widget = forms.Select(
            choices=[("", "Choisir un espace"), *(group for group in grouped if group[1])]
        )
        dsfr_input_class_attr(self["space"])


class FromCaseForm(PlainForm):
    """Whether one comes from the case of the question (`dossier`)."""

    dossier = forms.BooleanField(required=False)
