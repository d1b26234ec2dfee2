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

from communaute.moderation.prescreening.words import said_of
from communaute.questions.errors import WithdrawalRefused
from communaute.questions.models import Answer, Comment, Question
from socle.calendar import date_format

from ..perms import can_edit, put_back_until
from . import services

if TYPE_CHECKING:
    type Content = Question | Answer | Comment

BACK = "C’est remis : votre texte est de nouveau en ligne."
BACK_UNSEEN = "C’est remis. La discussion est masquée pour l’instant : personne d’autre ne le lit."
# The kind is said by the address.
ROWS: dict[str, Any] = {
    "question": Question.objects.select_related("space"),
    "answer": Answer.objects.select_related("question__space"),
    "comment": Comment.objects.all(),
}


@login_required
@require_POST
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Withdraw one's own text."""
    content = _own(request, ROWS[kind].all(), pk)
    try:
        stored = services.withdraw(actor=request.user, content=content)
    except WithdrawalRefused as error:
        return _refused(request, content, error)
    until = date_format(localtime(put_back_until(stored)), "H:i")
    messages.success(request, f"Votre texte est retiré. Vous pouvez le remettre jusqu’à {until}.")
    return redirect(_place_of(stored))


@login_required
@require_POST
def put_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put back the text one has just withdrawn."""
    content = _own(request, ROWS[kind].all(), pk)
    try:
        stored = services.put_back(actor=request.user, content=content)
    except WithdrawalRefused as error:
        return _refused(request, content, error)
    back = BACK if getattr(stored, "question", stored).is_published else BACK_UNSEEN
    messages.success(request, said_of(stored, is_editable=can_edit(request.user, stored)) or back)
    return redirect(_place_of(stored))


def _own(request: HttpRequest, rows: Any, pk: int) -> Any:
    """One's own text whatever became of it, or one that can be read. Raises Http404."""
    readable = Q(pk__in=rows.visible_to(request.user).values("pk"))
    return get_object_or_404(rows.filter(readable | Q(author=request.user)), pk=pk)


def _place_of(stored: Content) -> str:
    """Where one sees what became of it; of a comment, the thread when the text it is under has no
    page of comments any more."""
    if isinstance(stored, Comment):
        if stored.answer is not None and not stored.answer.is_published:
            return stored.answer.get_absolute_url()
        if not stored.question.is_published:
            return stored.question.get_absolute_url()
    return stored.get_absolute_url()


def _refused(request: HttpRequest, content: Content, error: WithdrawalRefused) -> HttpResponse:
    context = {"content": content, "why": str(error)}
    return render(request, "questions/revisions/withdrawing/refused.html", context, status=409)
