from typing import Any

from django import forms
from dsfr.utils import dsfr_input_class_attr

from communaute.questions.enums import SpaceKind
from communaute.questions.models import Space
from communaute.questions.numbers import DESCRIPTION_MAX
from communaute.questions.writing.fields import PostField
from socle.forms import PlainForm


class FindSpaceForm(forms.Form):
    """Words of a name, a commune or a postcode; what is not understood finds nothing."""

    q = forms.CharField(max_length=100, required=False)

    def words(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q", "")


class DescriptionForm(PlainForm):
    description = PostField(
        label="À quoi sert cet espace ?",
        max_length=DESCRIPTION_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "Deux ou trois phrases : pour qui, quelles questions, ce qu’il faut savoir du réseau "
            f"ou du territoire. {DESCRIPTION_MAX} caractères au plus. Laissez vide pour la phrase "
            "habituelle."
        ),
    )


KINDS = (
    (SpaceKind.NATIONAL, "Partout en France"),
    (SpaceKind.THEME, "Un thème, partout en France"),
    (SpaceKind.TERRITORY, "Un territoire"),
    (SpaceKind.NETWORK, "Un réseau de chaleur"),
)


class MoveForm(PlainForm):
    """The space where a question goes; a moderator says why."""

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

    def __init__(self, *args: Any, spaces: Any, is_asker: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_asker:
            del self.fields["reason"]
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
