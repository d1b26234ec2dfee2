"""What one wrote oneself: one's questions, one's answers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from socle.keyset import Keyset, PlaceForm

from ..models import Answer, Question
from ..querysets import AnswerQuerySet, QuestionQuerySet
from ..reading.lists import LATEST, WRITTEN

PAGE_SIZE = 20


@require_safe
@login_required
def my_questions(request: HttpRequest) -> HttpResponse:
    """One's questions, hidden ones too, the latest activity first."""
    return _page(request, "questions/my_questions.html", Question.objects.for_list(), LATEST)


@require_safe
@login_required
def my_answers(request: HttpRequest) -> HttpResponse:
    """One's answers, hidden ones too, the last first."""
    return _page(request, "questions/my_answers.html", Answer.objects.with_question(), WRITTEN)


def _page(
    request: HttpRequest, template: str, rows: QuestionQuerySet | AnswerQuerySet, order: Keyset
) -> HttpResponse:
    mine = rows.visible_to(request.user).filter(author=request.user)
    page = order.page(mine, PlaceForm(request.GET).place(), size=PAGE_SIZE)
    return render(request, template, {"page_obj": page})
