"""Following by a button, and the list of what one follows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from taggit.models import Tag, TaggedItem

from communaute.notifications.preferences.services import comes_by
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Question, Subscription
from communaute.questions.reading.lists import WRITTEN
from socle.errors import get_or_no_longer
from socle.keyset import PlaceForm

from ..forms import WHAT, FollowForm
from .services import Target, set_following

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
    messages.success(request, _said(request.user, target) if follows else STOPPED)
    if form.cleaned_data["retour"] == "suivies":
        return redirect("subscriptions:list")
    return redirect(_page_of(target))


STOPPED = "C’est noté : vous ne recevrez plus de nouvelles."


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
