"""Which answer goes in which guide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import truncatechars

from cms.dashboard.drafts import guides_to_edit
from cms.models import GuidePage
from communaute.questions.models import Answer, Question
from communaute.questions.text_pipeline.text import plain
from socle.forms import PlainForm

from .numbers import NUMBERS

EXCERPT = 200


class _AnswerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Answer) -> str:
        return f"{obj.author_name} : {truncatechars(plain(obj.body_html), EXCERPT)}"


class _GuideField(forms.ModelChoiceField):
    def label_from_instance(self, obj: GuidePage) -> str:
        return obj.title if obj.live else f"{obj.title} (pas en ligne)"


class AddForm(PlainForm):
    """One of the most useful answers of a question, and a guide that this person may change."""

    answer = _AnswerField(Answer.objects.none(), label="Réponse", widget=forms.RadioSelect)
    guide = _GuideField(GuidePage.objects.none(), label="Guide", empty_label="Choisissez un guide")

    def __init__(self, *args: Any, user: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Answer.objects.published().filter(question=question).select_related("author")
        best = rows.order_by("-useful_count", "created_at", "pk")
        keys = list(best.values_list("pk", flat=True)[: NUMBERS.answers_shown])
        self.fields["answer"].queryset = best.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.fields["guide"].queryset = guides_to_edit(user)  # type: ignore[attr-defined]
