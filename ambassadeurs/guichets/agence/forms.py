"""What an agency types at its desk."""

from __future__ import annotations

from typing import Any

from django import forms

from ambassadeurs.demandes.forms import VersionForm
from communaute.comptes.models import User
from socle.forms import SharedForm
from socle.numbers import quantity

from ..forms import TO_COME_BACK, FilterForm, colleague_choices
from ..handling.forms import ReplyForm
from .stages import STAGES

NOTE_MAX = 1_000
NOTE_LENGTH = quantity(NOTE_MAX, "caractère")


class StageForm(VersionForm):
    """Where a demande stands."""

    stage = forms.ChoiceField(label="Où en est la demande ?", choices=STAGES)


class AgencyReplyForm(ReplyForm, StageForm):
    """An answer, where the demande stands, or both."""

    moves = "stage"
    field_order = ("body", "attachments", "stage")


class AdviceFilterForm(FilterForm):
    """Which demandes of advice; those that are closed only when asked for."""

    etat = forms.ChoiceField(
        label="Où elles en sont",
        choices=[("", "À traiter ou en cours"), *STAGES, (TO_COME_BACK, "À relancer")],
        required=False,
    )
    suivi = forms.ChoiceField(label="Confiées à", required=False)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suivi"].choices = colleague_choices(colleagues)  # type: ignore[attr-defined]

    @property
    def is_filtering(self) -> bool:
        return any(self.filters.values())


class AgencyNoteForm(SharedForm):
    """A word to an ambassador; `submission_key` makes a double click one word."""

    message = forms.CharField(
        label="Votre message",
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"{NOTE_LENGTH} au plus.",
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": f"Votre message est trop long : {NOTE_LENGTH} au plus.",
        },
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
