"""Withdrawing one's own text, and putting it back: two buttons, no question asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from communaute.questions.models import Answer, Comment, Question
from communaute.revising.errors import WithdrawalRefused

from .perms import put_back_until
from .services import (
    put_back_answer,
    put_back_comment,
    put_back_question,
    withdraw_answer,
    withdraw_comment,
    withdraw_question,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    type Content = Question | Answer | Comment

BACK = "C’est remis : votre texte est de nouveau en ligne."


@login_required
@require_POST
def withdraw_own_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one's own question."""
    question = _own(request, Question.objects.select_related("space"), pk)
    return _do(
        request,
        question,
        lambda: withdraw_question(actor=request.user, question=question),  # type: ignore[arg-type]
    )


@login_required
@require_POST
def withdraw_own_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one's own answer."""
    answer = _own(request, Answer.objects.select_related("question__space"), pk)
    return _do(
        request,
        answer,
        lambda: withdraw_answer(actor=request.user, answer=answer),  # type: ignore[arg-type]
    )


@login_required
@require_POST
def put_back_own_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back the question one has just withdrawn."""
    question = _own(request, Question.objects.select_related("space"), pk)
    return _do(
        request,
        question,
        lambda: put_back_question(actor=request.user, question=question),  # type: ignore[arg-type]
    )


@login_required
@require_POST
def put_back_own_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back the answer one has just withdrawn."""
    answer = _own(request, Answer.objects.select_related("question__space"), pk)
    return _do(
        request,
        answer,
        lambda: put_back_answer(actor=request.user, answer=answer),  # type: ignore[arg-type]
    )


@login_required
@require_POST
def withdraw_own_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one's own comment."""
    comment = _own(request, Comment.objects.all(), pk)
    return _do(
        request,
        comment,
        lambda: withdraw_comment(actor=request.user, comment=comment),  # type: ignore[arg-type]
    )


@login_required
@require_POST
def put_back_own_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back the comment one has just withdrawn."""
    comment = _own(request, Comment.objects.all(), pk)
    return _do(
        request,
        comment,
        lambda: put_back_comment(actor=request.user, comment=comment),  # type: ignore[arg-type]
    )


def _own(request: HttpRequest, rows: Any, pk: int) -> Any:
    """One's own text whatever became of it, or one that can be read. Raises Http404."""
    readable = Q(pk__in=rows.visible_to(request.user).values("pk"))
    return get_object_or_404(rows.filter(readable | Q(author=request.user)), pk=pk)


def _do(
    request: HttpRequest,
    content: Content,
    act: Callable[[], Content],
) -> HttpResponse:
    try:
        stored = act()
    except WithdrawalRefused as error:
        context = {"content": content, "why": str(error)}
        return render(request, "revising/withdrawing/refused.html", context, status=409)
    messages.success(request, _gone(stored) if stored.is_withdrawn else BACK)
    return redirect(stored.get_absolute_url())


def _gone(stored: Content) -> str:
    until = localtime(put_back_until(stored))
    return f"Votre texte est retiré. Vous pouvez le remettre jusqu’à {until:%H h %M}."
