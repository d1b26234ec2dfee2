"""What anybody reads: the lists and the page of one question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from communaute.questions.attachments.receiving import files_form
from socle.parameters import varies_with
from socle.public_pages import kept_for_all

from .. import perms
from ..forms import STAGE_FILTER, AnswerForm, AnswerPlaceForm, ListForm
from ..models import Question, Space
from ..reading.lists import question_list
from .page import question_context, questions_for

SPACES_SHOWN = 8


@varies_with(ListForm)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Spaces and latest questions, with filters."""
    form = ListForm(request.GET)
    filters = form.filters()
    context = {
        "filters": filters,
        "space": filters["espace"],
        "listed": question_list(filters, form.place(), reader=request.user),
        "stages": STAGE_FILTER,
        "spaces": kept_for_all(request, "questions:spaces-2", _liveliest),
    }
    return render(request, "questions/home.html", context)


def _liveliest() -> SafeString:
    spaces = Space.objects.lively().for_list().defer("description", "search_text")[:SPACES_SHOWN]
    return render_to_string("questions/_spaces.html", {"spaces": spaces})


@varies_with(AnswerPlaceForm)
@require_safe
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One question and its answers, the accepted one first."""
    place = AnswerPlaceForm(request.GET)
    question = get_object_or_404(questions_for(request.user), pk=pk)
    if question.is_withdrawn and not question.answers_count:
        # Nothing is left of it but the way out.
        return render(request, "questions/gone.html", {"question": question}, status=410)
    if not question.is_withdrawn and not question.get_absolute_url().endswith(f"/{pk}-{slug}/"):
        return _moved(request, question)
    context = question_context(request.user, question, place)
    if perms.can_answer(request.user, question):
        context["form"] = AnswerForm(user=request.user)
        context["files"] = files_form(request)
    return render(request, "questions/detail.html", context)


def _moved(request: HttpRequest, question: Question) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    target = question.get_absolute_url() + (f"?{query}" if query else "")
    moved = redirect(target, permanent=True)
    # A title may be changed back: a browser that kept the move would turn in circles.
    moved["Cache-Control"] = "no-cache"
    return moved
