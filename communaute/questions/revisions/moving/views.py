"""The page that puts a question in another space."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communaute.moderation.errors import ModerationError
from communaute.moderation.models import Case
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Question
from communaute.questions.perms import is_asker
from communaute.questions.spaces.perms import can_move, spaces_open_to

from ..forms import FromCaseForm, MoveForm
from .services import NOT_ALLOWED, move_question

if TYPE_CHECKING:
    from communaute.comptes.models import User


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a question in another space; who moderates may close its case by that."""
    user = cast("User", request.user)
    questions = Question.objects.visible_to(user)
    question = get_object_or_404(questions.select_related("author", "space"), pk=pk)
    if not can_move(user, question):
        raise QuestionNotAllowed(NOT_ALLOWED)
    spaces = spaces_open_to(user, question).exclude(pk=question.space_id)
    asker = is_asker(user, question)
    case = None if asker else _case_of(user, question)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        initial={"settles": _from_case(request)},
        spaces=spaces,
        is_asker=asker,
        has_case=case is not None,
    )
    status = 422 if form.errors else 200
    if form.is_valid():
        settles = form.cleaned_data.pop("settles", False)
        asked = form.cleaned_data | {"case": case if settles else None}
        try:
            moved = move_question(actor=user, question=question, **asked)
        except ModerationError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, f"La question est maintenant dans « {moved.space} ».")
            return redirect(moved)
    moves = question.moves.select_related("from_space", "to_space")
    context = {"question": question, "form": form, "moves": moves, "case": case}
    return render(request, "questions/revisions/moving.html", context, status=status)


def page_of_move(user: object, question: object) -> str:
    """Where a moderator who decides the case of this question moves it; "" for who may not, and
    for what is no question."""
    if not isinstance(question, Question) or not can_move(user, question):
        return ""
    return f"{reverse('revisions:move', args=[question.pk])}?dossier=1"


def _case_of(user: User, question: Question) -> Case | None:
    """The open case of this question, for who may decide it."""
    cases = Case.objects.visible_to(user).within_reach_of(user).to_decide()
    kind = ContentType.objects.get_for_model(Question)
    return cases.filter(content_type=kind, object_id=question.pk).first()


def _from_case(request: HttpRequest) -> bool:
    form = FromCaseForm(request.GET)
    return form.is_valid() and form.cleaned_data["dossier"]
