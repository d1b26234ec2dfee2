"""What anybody reads: the lists and the page of one question."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from communaute.comptes.badges import badges_for
from communaute.comptes.perms import is_agency
from communaute.pieces_jointes.receiving import files_form
from communaute.pieces_jointes.shown import with_files

from .. import happenings, perms
from ..comments.reading import give_first_comments
from ..forms import STAGE_FILTER, AnswerForm, AnswerPlaceForm, ListForm
from ..models import Question, Space
from ..reading.lists import question_list
from ..reading.marks import etag_of
from ..reading.summaries import can_summarise
from ..reading.thread import thread
from ..spaces.perms import can_move
from ..writing.text import plain

SPACES_SHOWN = 8


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
        "spaces": Space.objects.lively().for_list()[:SPACES_SHOWN],
    }
    return render(request, "questions/home.html", context)


@require_safe
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One question and its answers, the accepted one first."""
    questions = (
        Question.objects.with_places(request.user)
        .with_territory_of(request.user)
        .with_draft_of(request.user)
        .for_page(request.user)
        .select_related("author", "space", "commune", "departement")
    )
    marked = happenings.mark_questions(questions, request.user)
    question = get_object_or_404(marked, pk=pk)
    if question.is_withdrawn:
        return _withdrawn(request, question)
    if not question.get_absolute_url().endswith(f"/{pk}-{slug}/"):
        query = request.META.get("QUERY_STRING", "")
        target = question.get_absolute_url() + (f"?{query}" if query else "")
        moved = redirect(target, permanent=True)
        # A title may be changed back: a browser that kept the move would turn in circles.
        moved["Cache-Control"] = "no-cache"
        return moved
    context = question_context(request, question)
    context["summary"] = plain(question.body_html)
    if perms.can_answer(request.user, question):
        context["form"] = AnswerForm(user=request.user)
        context["files"] = files_form(request)
    return render(request, "questions/detail.html", context)


def _withdrawn(request: HttpRequest, question: Question) -> HttpResponse:
    """What is left of a question its author withdrew: its answers, or the way out (410)."""
    if not question.answers_count:
        return render(request, "questions/gone.html", {"question": question}, status=410)
    context = question_context(request, question) | {"summary": question.public_title, "form": None}
    return render(request, "questions/detail.html", context)


def question_context(request: HttpRequest, question: Question) -> dict[str, Any]:
    """What the page of a question shows, the answer box apart."""
    place = AnswerPlaceForm(request.GET)
    read = thread(request.user, question, place.place(), wanted=place.wanted())
    shown, accepted = list(read.page), read.accepted
    comments = give_first_comments(request.user, question, read.readable)
    with_files([question, *read.readable])
    alone = not shown and not accepted and not is_agency(request.user)
    return {
        "question": question,
        "answers": shown,
        "accepted": accepted,
        "page_obj": read.page,
        "badges": badges_for(
            [
                question.author,
                accepted.author if accepted else None,
                *(a.author for a in [*shown, *comments]),
            ]
        ),
        "acceptable": {a.pk for a in shown if perms.can_accept(request.user, question, a)},
        "voteable": {a.pk for a in read.readable if perms.can_vote(request.user, a)},
        "is_asker": perms.is_asker(request.user, question),
        "is_alone": alone,
        "may_summarise": can_summarise(request.user, question),
        "etag": etag_of(question),
        "can_move": can_move(request.user, question),
    }
