"""What one types to edit a text of one's own."""

from __future__ import annotations

from typing import Any

from django import forms

from communaute.moderation.prescreening.forms import ASKED, ScreenedForm
from communaute.questions.asking.forms import AskForm
from communaute.questions.forms import AnswerForm, CommentForm
from communaute.questions.models import Answer, Comment, Question
from socle.forms import PlainForm


class EditForm(ScreenedForm, PlainForm):
    """Base: `version` is the one the person read, so that two tabs do not erase each other."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def draft(self) -> dict[str, Any]:
        """What was typed, to keep in the session until the person has signed in."""
        return {name: self.data.get(name, "") for name in self.fields if name not in ASKED}

    def texts(self) -> dict[str, Any]:
        """What is stored, as the services take it."""
        data = {name: v for name, v in self.cleaned_data.items() if name not in ASKED}
        return data | {"seconds": self.seconds()}


class EditAnswerForm(EditForm):
    body = AnswerForm.base_fields["body"]

    @staticmethod
    def of(answer: Answer) -> dict[str, Any]:
        return {"version": answer.version, "body": answer.body}


class EditCommentForm(EditForm):
    body = CommentForm.base_fields["body"]

    @staticmethod
    def of(comment: Comment) -> dict[str, Any]:
        return {"version": comment.version, "body": comment.body}


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
