"""What one wrote oneself: one's questions, one's answers."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..forms import ListForm
from ..models import Answer, Question
from ..querysets import AnswerQuerySet, QuestionQuerySet

PAGE_SIZE = 20


@require_safe
@login_required
def my_questions(request: HttpRequest) -> HttpResponse:
    """One's questions, hidden ones too, the latest activity first."""
    return _page(request, "questions/my_questions.html", Question.objects.for_list())


@require_safe
@login_required
def my_answers(request: HttpRequest) -> HttpResponse:
    """One's answers, hidden ones too, the last first."""
    return _page(request, "questions/my_answers.html", Answer.objects.with_question())


def _page(
    request: HttpRequest, template: str, rows: QuestionQuerySet | AnswerQuerySet
) -> HttpResponse:
    mine = rows.visible_to(request.user).filter(author=request.user)
    page = Paginator(mine, PAGE_SIZE).get_page(ListForm(request.GET).filters()["page"])
    return render(request, template, {"page_obj": page})
