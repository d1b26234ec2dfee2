"""A question asked before the information meeting, and its answer."""

from __future__ import annotations

from typing import Any

from django import forms

from ambassadeurs.coproprietes.versions import SharedForm
from socle.forms import PlainForm

from ..models import ANSWER_MAX, ASKED_MAX, AskedBefore
from .services_asked import version_of_answer


class AskForm(PlainForm):
    body = forms.CharField(
        label="Votre question",
        help_text="Les membres la lisent, sans votre nom. N’y mettez celui de personne.",
        max_length=ASKED_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "class": "fr-input"}),
        error_messages={"required": "Écrivez votre question."},
    )

    def clean_body(self) -> str:
        """On one line: it is a title of what is printed."""
        return " ".join(self.cleaned_data["body"].split())


class AnswerForm(SharedForm):
    answer = forms.CharField(
        label="La réponse",
        help_text="Quelques phrases, avec un chiffre ou un document. Vide : pas encore de réponse.",
        required=False,
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "class": "fr-input"}),
    )

    def __init__(self, *args: Any, asked: AskedBefore, **kwargs: Any) -> None:
        initial = {"answer": asked.answer, "version": version_of_answer(asked)}
        super().__init__(*args, initial=initial, **kwargs)
