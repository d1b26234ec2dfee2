"""What people type here: filters, a question, an answer, a comment, a name, whom to invite."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from taggit.models import Tag

from communaute.comptes.errors import InvalidDisplayName
from communaute.comptes.models import User
from communaute.comptes.services import change_display_name, clean_display_name
from communaute.moderation.prescreening.rules import ASKED, ScreenedForm
from socle.buildings import Stage
from socle.forms import PlainForm, SharedForm
from socle.keyset import PlaceForm
from socle.numbers import quantity

from .enums import ListOrder
from .errors import QuestionsError
from .models import Question, Space
from .numbers import DESCRIPTION_MAX, NUMBERS
from .text_pipeline.text import PostField, check_words

if TYPE_CHECKING:
    from .routing.answerers import Candidate

PK_MAX = 2**63 - 1
# Read once, when the service starts, as the lengths of the fields are.
BODY_MAX = quantity(NUMBERS.body_max, "caractère")


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


class SaidOfAnswerForm(forms.Form):
    """Saying that an answer is useful, or that it is the one that helped; or taking it back."""

    retirer = forms.BooleanField(required=False)


class QuoteForm(forms.Form):
    """Which answer one quotes (address of the answer page)."""

    citer = forms.IntegerField(min_value=1, max_value=PK_MAX, required=False)

    def pk(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("citer")


class AnswerPlaceForm(PlaceForm):
    """Which part of a long thread: a page, or that of one answer."""

    reponse = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    def wanted(self) -> int | None:
        """The answer to show, if any."""
        self.is_valid()
        return self.cleaned_data.get("reponse")


class WritingForm(ScreenedForm, PlainForm):
    """Base of what is published: a key against double clicks, a name when there is none yet, and
    what is asked before publication (`screening`)."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    display_name = forms.CharField(
        label="Le nom que les autres verront",
        max_length=60,
        help_text="Par exemple : Monique D. Votre adresse électronique n’est jamais publiée.",
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

    def for_session(self) -> dict[str, Any]:
        """What was typed, to keep in the session until the person has signed in."""
        return {name: self.data.get(name, "") for name in self.fields if name != "opened"}

    def publishes[Text](self, actor: Any, write: Callable[..., Text]) -> Text | None:
        """What this service wrote, under the name that was just chosen; None when it refuses, which
        is said by the form."""
        try:
            if name := self.cleaned_data.get("display_name"):
                change_display_name(actor=actor, display_name=name)
            return write(actor=actor, **self.texts())
        except QuestionsError as error:
            self.refuse(error)
            return None

    def texts(self) -> dict[str, Any]:
        """What is published, as the services take it."""
        left_out = {"display_name", *ASKED}
        data = {name: v for name, v in self.cleaned_data.items() if name not in left_out}
        return data | {"seconds": self.seconds()}


class NumberOrNothing(forms.IntegerField):
    """A hidden number that the page put there itself; anything else counts for nothing."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except ValidationError:
            return None


class DraftedForm(WritingForm):
    """A text of which the server keeps a draft: `draft` is the one it goes on with."""

    draft = NumberOrNothing(min_value=1, max_value=PK_MAX, required=False)
    draft_version = NumberOrNothing(min_value=1, max_value=PK_MAX, required=False)

    def texts(self) -> dict[str, Any]:
        """What is published: neither the name nor the draft."""
        left_out = {"draft", "draft_version"}
        return {name: v for name, v in super().texts().items() if name not in left_out}

    def place(self) -> dict[str, Any]:
        """Which draft this form goes on with: parameters of the services of `asking.drafts`."""
        data = self.cleaned_data
        return {
            "form_key": data["submission_key"],
            "draft": data.get("draft"),
            "version": data.get("draft_version"),
        }

    @classmethod
    def typed(cls, data: QueryDict) -> dict[str, Any]:
        """All that was typed, as it was, valid or not: what a draft holds. Files apart."""
        left_out = {"submission_key", "draft", "draft_version", *ASKED}
        values = {
            name: field.widget.value_from_datadict(data, MultiValueDict(), name)
            for name, field in cls.base_fields.items()
            if name not in left_out and not isinstance(field, forms.FileField)
        }
        return {name: value for name, value in values.items() if value}

    def for_session(self) -> dict[str, Any]:
        """What a visitor typed, with the key of this form: kept in the session."""
        return self.typed(self.data) | {"submission_key": self.data.get("submission_key", "")}


class AnswerForm(DraftedForm):
    body = PostField(
        label="Votre réponse",
        min_length=NUMBERS.body_min,
        max_length=NUMBERS.body_max,
        validators=[check_words],
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

    field_order = ["submission_key", "draft", "draft_version", "body", "display_name"]


class NameForm(forms.Form):
    """The beginning of a name, after « @ »; nothing yet proposes everybody."""

    q = forms.CharField(max_length=60, required=False)


SUMMARY_MAX = 2_000


class MomentField(forms.DateTimeField):
    """A moment, but the first and last hours of all, which are in no year elsewhere."""

    def to_python(self, value: Any) -> datetime | None:
        moment: datetime | None = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class ReadForm(forms.Form):
    """Up to when one read; nothing: up to now."""

    jusqua = MomentField(required=False)


class SinceForm(forms.Form):
    """Since when one wants to know what was written."""

    depuis = MomentField()


class SummaryForm(SharedForm):
    body = PostField(
        label="Résumé de la discussion",
        max_length=SUMMARY_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=(
            "Ce qu’il faut retenir, en quelques phrases : qui a répondu quoi, ce qui fait accord, "
            "ce qui reste ouvert. Laissez vide pour retirer le résumé."
        ),
    )


class FindSpaceForm(forms.Form):
    """Words of a name, a commune or a postcode; what is not understood finds nothing."""

    q = forms.CharField(max_length=100, required=False)

    def words(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q", "")


class DescriptionForm(SharedForm):
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


class CommentForm(WritingForm):
    body = PostField(
        label="Votre commentaire",
        min_length=NUMBERS.comment_min,
        max_length=NUMBERS.comment_max,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            f"Un merci, une précision : {quantity(NUMBERS.comment_max, 'caractère')} au plus. "
            "Une vraie réponse s’écrit plutôt sous la question : on la retrouvera mieux."
        ),
        error_messages={
            "required": "Écrivez votre commentaire.",
            "min_length": f"Écrivez au moins {quantity(NUMBERS.comment_min, 'caractère')}.",
            "max_length": (
                f"Votre commentaire est trop long : {quantity(NUMBERS.comment_max, 'caractère')} "
                "au plus. Pour en dire davantage, répondez à la question."
            ),
        },
    )

    field_order = ("submission_key", "body", "display_name")


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


WHAT = {"question": Question, "espace": Space, "theme": Tag}


class FollowForm(PlainForm):
    """`quoi` and `id` name the thing, `suivre` says whether; `retour` says where one was."""

    quoi = forms.ChoiceField(
        label="Ce que vous suivez",
        choices=[(name, name) for name in WHAT],
        widget=forms.HiddenInput,
    )
    id = forms.IntegerField(
        label="Lequel", min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    suivre = forms.ChoiceField(
        label="Suivre", choices=[("oui", "oui"), ("non", "non")], widget=forms.HiddenInput
    )
    retour = forms.ChoiceField(
        label="Retour",
        choices=[("", ""), ("suivies", "suivies")],
        required=False,
        widget=forms.HiddenInput,
    )

    def follows(self) -> bool:
        return self.cleaned_data["suivre"] == "oui"
