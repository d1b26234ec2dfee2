"""Putting an answer in a guide, from its question."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.views.decorators.cache import never_cache

from cms.dashboard.drafts import Credit, NotAdded, add_answer, guides_to_edit, lock_guide
from cms.models import GuidePage
from communaute.comptes.models import User
from communaute.questions.models import Answer, Question
from communaute.questions.text_pipeline.text import plain
from socle.forms import PlainForm

from .selectors import NUMBERS


@never_cache
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose an answer and a guide; then go on writing the guide in /gestion/."""
    question = get_object_or_404(Question.objects.visible_to(request.user).published(), pk=pk)
    if not guides_to_edit(request.user).exists():
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = AddForm(data, user=request.user, question=question)
    if form.is_valid():
        answer, guide = form.cleaned_data["answer"], form.cleaned_data["guide"]
        try:
            put_in_guide(actor=request.user, answer_pk=answer.pk, guide_pk=guide.pk)  # type: ignore[arg-type]
        except NotAdded as error:
            form.refuse(error, "guide")
        else:
            messages.success(request, "La réponse est à la fin du brouillon. Rien n’est publié.")
            return redirect(reverse("wagtailadmin_pages:edit", args=[guide.pk]))
    context = {"question": question, "form": form}
    return render(request, "guides/add.html", context, status=form.http_status)


# A good answer becomes a paragraph of a guide that exists.


@transaction.atomic
def put_in_guide(*, actor: User, answer_pk: int, guide_pk: int) -> GuidePage:
    """A draft of the guide with this answer at its end, its author credited; nothing is published.

    Raises NotAdded: not the person's to change, locked, being reviewed, has it already, or the
    answer is public no more.
    """
    page = lock_guide(actor=actor, pk=guide_pk)
    # Read once the guide is held: whoever closes their account takes their name out of it after us.
    rows = Answer.objects.published().select_related("author", "question__author")
    answer = rows.filter(pk=answer_pk).first()
    if answer is None or not answer.question.is_published:
        raise NotAdded("Cette réponse n’est plus visible de tous.")
    add_answer(
        actor=actor,
        page=page,
        answer=answer.pk,
        credit=Credit(answer.author_name, answer.body_html),
        question_by=answer.question.author_name,
        url=answer.get_absolute_url(),
    )
    return page


# Which answer goes in which guide.


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
    guide = _GuideField(
        GuidePage.objects.none(),
        label="Guide",
        empty_label="Choisissez un guide",
        # The key of a guide is a relation, which lets a number too great for the database through.
        to_field_name="id",
    )

    def __init__(self, *args: Any, user: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Answer.objects.published().filter(question=question).select_related("author")
        best = rows.order_by("-useful_count", "created_at", "pk")
        keys = list(best.values_list("pk", flat=True)[: NUMBERS.answers_shown])
        self.fields["answer"].queryset = best.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.fields["guide"].queryset = guides_to_edit(user)  # type: ignore[attr-defined]
