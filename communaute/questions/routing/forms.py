"""Whom one invites to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from communaute.comptes.models import User
from socle.forms import PlainForm

from .answerers import Candidate


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
