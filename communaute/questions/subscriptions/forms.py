"""What is followed, and whether."""

from __future__ import annotations

from django import forms
from taggit.models import Tag

from communaute.questions.models import Question, Space
from socle.forms import PlainForm

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
