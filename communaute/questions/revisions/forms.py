"""What one types to edit a text of one's own."""

from typing import Any

from django import forms
from dsfr.utils import dsfr_input_class_attr

from communaute.moderation.prescreening.rules import ASKED, ScreenedForm
from communaute.questions.asking.forms import AskForm, by_kind
from communaute.questions.forms import AnswerForm, CommentForm
from communaute.questions.models import Answer, Comment, Question, Space
from socle.forms import PlainForm


class EditForm(ScreenedForm, PlainForm):
    """Base: `version` is the one the person read, so that two tabs do not erase each other."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @classmethod
    def of(cls, content: Question | Answer | Comment) -> dict[str, Any]:
        """What the form shows of a text, before anything is typed."""
        names = ("version", "title", "body")
        return {name: getattr(content, name) for name in names if name in cls.base_fields}

    def for_session(self) -> dict[str, Any]:
        """What was typed, to keep in the session until the person has signed in."""
        return {name: self.data.get(name, "") for name in self.fields if name not in ASKED}

    def texts(self) -> dict[str, Any]:
        """What is stored, as the services take it."""
        data = {name: v for name, v in self.cleaned_data.items() if name not in ASKED}
        return data | {"seconds": self.seconds()}


class EditAnswerForm(EditForm):
    body = AnswerForm.base_fields["body"]


class EditCommentForm(EditForm):
    body = CommentForm.base_fields["body"]


class EditQuestionForm(EditForm):
    title = AskForm.base_fields["title"]
    body = AskForm.base_fields["body"]


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
        grouped = by_kind(spaces.for_list())
        field.widget = forms.Select(choices=[("", "Choisir un espace"), *grouped])
        dsfr_input_class_attr(self["space"])


class FromCaseForm(PlainForm):
    """Whether one comes from the case of the question (`dossier`)."""

    dossier = forms.BooleanField(required=False)
