"""What editors choose and tick at `/gestion/avis/`."""

from typing import Any

from django import forms
from wagtail.models import Page

from cms.pages.models import PageComment
from socle.forms import PlainForm

from .enums import CommentState


class CommentFilterForm(PlainForm):
    """`etat`: waiting or dealt with; `de`: the key of a page, nothing for all."""

    etat = forms.ChoiceField(label="État", choices=CommentState.choices, required=False)
    de = forms.ModelChoiceField(label="Page", queryset=Page.objects.all(), required=False)

    @property
    def chosen(self) -> tuple[CommentState, Page | None]:
        """State and page, as far as they are understood."""
        self.is_valid()
        state = self.cleaned_data.get("etat") or CommentState.WAITING
        return CommentState(state), self.cleaned_data.get("de")


class HandledForm(PlainForm):
    """`avis`: the comments that were dealt with."""

    avis = forms.ModelMultipleChoiceField(
        label="Avis",
        queryset=PageComment.objects.all(),
        error_messages={
            "required": "Cochez au moins un avis.",
            "invalid_pk_value": "Un de ces avis n’existe plus. Rechargez la page.",
            "invalid_choice": "Un de ces avis a été effacé depuis. Rechargez la page.",
        },
    )

    @property
    def ticked(self) -> set[str]:
        """What was ticked, valid or not."""
        data: Any = self.data
        return set(data.getlist("avis")) if self.is_bound else set()
