"""What one types to edit a question or an answer."""

from __future__ import annotations

from typing import Any

from django import forms

from communaute.questions.asking.forms import AskForm
from communaute.questions.forms import AnswerForm
from communaute.questions.models import Answer, Question
from socle.forms import PlainForm


class EditForm(PlainForm):
    """Base: `version` is the one the person read, so that two tabs do not erase each other."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def draft(self) -> dict[str, Any]:
        """What was typed, to keep in the session until the person has signed in."""
        return {name: self.data.get(name, "") for name in self.fields}


class EditAnswerForm(EditForm):
    body = AnswerForm.base_fields["body"]

    @staticmethod
    def of(answer: Answer) -> dict[str, Any]:
        return {"version": answer.version, "body": answer.body}


class EditQuestionForm(EditForm):
    title = AskForm.base_fields["title"]
    body = AskForm.base_fields["body"]

    @staticmethod
    def of(question: Question) -> dict[str, Any]:
        return {"version": question.version, "title": question.title, "body": question.body}


class VersionsForm(forms.Form):
    """Which page of the versions."""

    page = forms.IntegerField(min_value=1, required=False)

    def number(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("page") or 1
