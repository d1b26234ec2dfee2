"""Following a question, a space or a theme: what is new there comes in one mail, the morning.

Following by a button, and the list of what one follows.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from taggit.models import Tag, TaggedItem

from communaute.comptes.models import User
from communaute.notifications.preferences.services import comes_by
from communaute.notifications.services import restore, tell_each, withdraw
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Answer, Question, Space, Subscription
from communaute.questions.notify import (
    answer_context,
    answer_key,
    question_context,
    thread_of,
)
from communaute.questions.reading.lists import WRITTEN
from socle.errors import get_or_no_longer
from socle.keyset import PlaceForm

from .forms import WHAT, FollowForm
from .perms import can_follow

PAGE_SIZE = 20


@require_POST
@login_required
def follow(request: HttpRequest) -> HttpResponse:
    """Follow, or stop; then back to where one was."""
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    target = _target(request, form)
    try:
        follows = set_following(actor=request.user, target=target, follows=form.follows())  # type: ignore[arg-type]
    except QuestionNotAllowed as error:
        messages.error(request, str(error))
        return redirect("subscriptions:list")
    stopped = STOPPED[form.cleaned_data["quoi"]]
    messages.success(request, _said(request.user, target) if follows else stopped)
    if form.cleaned_data["retour"] == "suivies":
        return redirect("subscriptions:list")
    return redirect(_page_of(target))


# Not « vous ne recevrez plus rien »: who is named, or answers as an ambassador, still hears of it.
STOPPED = {
    "question": "C’est noté : vous ne suivez plus cette question.",
    "espace": "C’est noté : vous ne suivez plus cet espace.",
    "theme": "C’est noté : vous ne suivez plus ce thème.",
}


def _said(user: object, target: Target) -> str:
    kind = "subscriptions.answer" if isinstance(target, Question) else "subscriptions.question"
    if isinstance(target, Question) and target.author_id == getattr(user, "pk", None):
        # The asker hears of answers as such, sooner than who only follows.
        kind = "questions.new_answer" if target.first_answer_at else "questions.first_answer"
    return f"C’est noté. Ce qu’il y a de nouveau, {comes_by(user, kind, it='le')}."


@require_safe
@login_required
def followed(request: HttpRequest) -> HttpResponse:
    """What one follows, the last first; a theme may be added."""
    return _list(request)


def _list(request: HttpRequest, form: FollowForm | None = None, status: int = 200) -> HttpResponse:
    mine = Subscription.objects.visible_to(request.user).for_list()
    page = WRITTEN.page(mine, PlaceForm(request.GET).place(), size=PAGE_SIZE)
    known = mine.filter(tag__isnull=False).values("tag")
    context = {"form": form or FollowForm(), "page_obj": page, "themes": _themes(known)}
    return render(request, "questions/subscriptions/list.html", context, status=status)


def _page_of(target: Target) -> str:
    if isinstance(target, Tag):
        return reverse("questions:theme", args=[target.slug])
    return target.get_absolute_url()


def _themes(known: object) -> list[Tag]:
    """Themes of online questions that one does not follow yet, by name."""
    items = TaggedItem.objects.filter(
        content_type=ContentType.objects.get_for_model(Question),
        object_id__in=Question.objects.published().values("pk"),
    )
    used = Tag.objects.filter(pk__in=items.values("tag")).exclude(pk__in=known)
    return list(used.order_by("name")[:100])


def _target(request: HttpRequest, form: FollowForm) -> Target:
    """Raises NoLonger for what is not there, or not for this person."""
    model = WHAT[form.cleaned_data["quoi"]]
    rows = model.objects.all()
    if model is Question:
        rows = Question.objects.visible_to(request.user)
    gone = "Ce que vous vouliez suivre, ou ne plus suivre, n’est plus en ligne."
    return get_or_no_longer(rows, gone, "subscriptions:list", pk=form.cleaned_data["id"])


# Following and no longer following; telling those who follow.


type Target = Question | Space | Tag


@transaction.atomic
def set_following(*, actor: User, target: Target, follows: bool) -> bool:
    """Follow a question, a space or a theme, or stop; again changes nothing. Returns `follows`.

    Stopping may come at any time. Raises QuestionNotAllowed for following a question that others
    cannot read.
    """
    if follows and not can_follow(actor, target):
        raise QuestionNotAllowed("Cette question n’est plus en ligne : on ne peut pas la suivre.")
    row: dict[str, Any] = {"user": actor, type(target).__name__.lower(): target}
    if follows or isinstance(target, Question):
        # A question that was stopped stays so: answering does not follow it again by itself.
        Subscription.objects.update_or_create(**row, defaults={"is_active": follows})
    else:
        Subscription.objects.filter(**row).delete()
    return follows


@transaction.atomic(savepoint=False)
def follow_by_itself(user: User, question: Question) -> None:
    """Who asks or answers follows the question, unless they stopped following it."""
    Subscription.objects.bulk_create(
        [Subscription(user=user, question=question)], ignore_conflicts=True
    )


def wants_news(user: User, question: Question) -> bool:
    """Whether this person has not said that they no longer wish to hear of this question."""
    return not Subscription.objects.filter(user=user, question=question, is_active=False).exists()


@transaction.atomic(savepoint=False)
def question_asked(question: Question) -> None:
    """The asker follows the question; who follows its space or themes is told."""
    if question.author is not None:
        follow_by_itself(question.author, question)
    tell_followers_of_question(question)


@transaction.atomic(savepoint=False)
def answer_written(answer: Answer) -> None:
    """Who answers follows the question; the others who do are told."""
    if answer.author is not None:
        follow_by_itself(answer.author, answer.question)
    tell_followers_of_answer(answer)


@transaction.atomic(savepoint=False)
def tell_followers_of_answer(answer: Answer) -> None:
    """Tell who follows the question of a new answer, but its author and the asker (told apart)."""
    question = answer.question
    tell_each(
        "subscriptions.answer",
        to=_following(Q(subscriptions__question=question), answer.author_id, question.author_id),
        key=answer_key(answer),
        url=answer.get_absolute_url(),
        thread=thread_of(question.pk),
        context=answer_context(answer),
        not_before=answer.told_from,
    )


@transaction.atomic(savepoint=False)
def tell_followers_of_question(question: Question) -> None:
    """Tell who follows the space or a theme of a new question, once, but its author and those
    already asked to answer it."""
    where = Q(subscriptions__space=question.space_id) | Q(
        subscriptions__tag__in=question.tags.all()
    )
    people = _following(where, question.author_id)
    tell_each(
        "subscriptions.question",
        to=people.exclude(pk__in=question.asked.values("user")),
        key=followed_key(question),
        url=question.get_absolute_url(),
        thread=thread_of(question.pk),
        context=question_context(question),
        not_before=question.told_from,
    )


def followed_key(question: Question) -> str:
    """Key of what followers of a space or theme are told of a question."""
    return f"questions-suivie-{question.pk}"


@transaction.atomic
def take_back_from_followers(question: Question) -> None:
    """A question that was hidden is no longer told."""
    withdraw(key=followed_key(question))


@transaction.atomic
def give_back_to_followers(question: Question) -> None:
    """A question shown again is told again to those whose mail had not left."""
    if restore(key=followed_key(question)):
        tell_followers_of_question(question)


def _following(what: Q, *but: int | None) -> QuerySet[User]:
    """The open accounts that follow this, `but` some (pks)."""
    people = User.objects.filter(what, subscriptions__is_active=True, is_active=True).distinct()
    return people.exclude(pk__in=[pk for pk in but if pk is not None]).order_by("pk")
