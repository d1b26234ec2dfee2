"""What anybody reads: the lists and the page of one question."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from communaute.comptes.badges import badges_for
from communaute.comptes.models import Organisation
from communaute.comptes.perms import is_agency

from .. import perms
from ..forms import STAGE_FILTER, AnswerForm, AnswerPlaceForm, ListForm
from ..models import ANSWERS_PER_PAGE, Answer, Question, Space
from ..reaching.perms import can_invite
from ..reaching.reached import reached
from ..text import plain

QUESTIONS_PER_PAGE = 20
SPACES_SHOWN = 8
AGENCIES_SHOWN = 2


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Spaces and latest questions, with filters."""
    filters = ListForm(request.GET).filters()
    spaces = list(Space.objects.for_list()[: SPACES_SHOWN + 1])
    context = {
        "filters": filters,
        "space": filters["espace"],
        "page_obj": _page(filters),
        "stages": STAGE_FILTER,
        "spaces": spaces[:SPACES_SHOWN],
        "more_spaces": len(spaces) > SPACES_SHOWN,
    }
    return render(request, "questions/home.html", context)


@require_safe
def space(request: HttpRequest, slug: str) -> HttpResponse:
    """One space: who answers here, its questions."""
    spaces = Space.objects.select_related("commune", "departement")
    found = get_object_or_404(spaces, slug=slug)
    filters = ListForm(request.GET).filters() | {"espace": found}
    is_filtered = any(filters[name] for name in ("q", "etape", "sans_reponse"))
    context = {
        "space": found,
        "filters": filters,
        "page_obj": _page(filters, known=None if is_filtered else found.questions_count),
        "stages": STAGE_FILTER,
        "is_filtered": is_filtered,
        "agencies": [] if is_filtered else _agencies(found),
    }
    return render(request, "questions/space.html", context)


@require_safe
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One question and its answers, the accepted one first."""
    questions = (
        Question.objects.visible_to(request.user)
        .with_territory_of(request.user)
        .select_related("author", "space", "commune", "departement")
    )
    question = get_object_or_404(questions, pk=pk)
    if not question.get_absolute_url().endswith(f"/{pk}-{slug}/"):
        query = request.META.get("QUERY_STRING", "")
        target = question.get_absolute_url() + (f"?{query}" if query else "")
        return redirect(target, permanent=True)
    context = question_context(request, question)
    context["summary"] = plain(question.body_html)
    if perms.can_answer(request.user, question):
        context["form"] = AnswerForm(user=request.user)
    return render(request, "questions/detail.html", context)


def question_context(request: HttpRequest, question: Question) -> dict[str, Any]:
    """What the page of a question shows, the answer box apart."""
    answers = Answer.objects.visible_to(request.user).filter(question=question).for_list()
    answers = answers.with_vote_of(request.user)
    page = _answers_page(request, question, answers)
    shown = list(page.object_list)
    accepted = next((a for a in shown if a.pk == question.accepted_answer_id), None)
    if accepted is None and question.accepted_answer_id:
        accepted = answers.published().filter(pk=question.accepted_answer_id).first()
    if accepted and not accepted.is_published:
        accepted = None
    readable = [*shown, *([accepted] if accepted else [])]
    for found in readable:
        found.question = question
    alone = not shown and not accepted and not is_agency(request.user)
    return {
        "question": question,
        "answers": [a for a in shown if accepted is None or a.pk != accepted.pk],
        "accepted": accepted,
        "page_obj": page,
        "badges": badges_for(
            [question.author, accepted.author if accepted else None, *(a.author for a in shown)]
        ),
        "acceptable": {a.pk for a in shown if perms.can_accept(request.user, question, a)},
        "voteable": {a.pk for a in readable if perms.can_vote(request.user, a)},
        "is_asker": perms.is_asker(request.user, question),
        "reached": reached(question) if alone else None,
        "can_invite": question.first_answer_at is None and can_invite(request.user, question),
    }


def _page(filters: dict[str, Any], known: int | None = None) -> Page[Question]:
    """A page of questions; `known` is their number when a counter already says it."""
    questions = Question.objects.published().for_list().search(filters["q"])
    if filters["espace"]:
        questions = questions.filter(space=filters["espace"])
    if filters["etape"]:
        questions = questions.filter(stage=filters["etape"])
    if filters["sans_reponse"]:
        questions = questions.unanswered()
    paginator = Paginator(questions, QUESTIONS_PER_PAGE)
    if known is not None:
        paginator.count = known
    return paginator.get_page(filters["page"])


def _answers_page(
    request: HttpRequest, question: Question, answers: QuerySet[Answer]
) -> Page[Answer]:
    """The page asked for, or that of the answer asked for (`?reponse=`).

    A thread that fits on one page is not counted: one query.
    """
    number, wanted = AnswerPlaceForm(request.GET).place()
    beginning = list(answers[: ANSWERS_PER_PAGE + 1])
    if len(beginning) <= ANSWERS_PER_PAGE:
        return Paginator(beginning, ANSWERS_PER_PAGE).get_page(1)
    if wanted:
        target = answers.filter(pk=wanted).first()
        if target:
            number = answers.before(target).count() // ANSWERS_PER_PAGE + 1
    return Paginator(answers, ANSWERS_PER_PAGE).get_page(number)


def _agencies(content: Space) -> list[Organisation]:
    """Agencies of the territory of a space: they read and answer there."""
    agencies = Organisation.objects.agencies()
    if content.commune:
        return list(agencies.covering(content.commune)[:AGENCIES_SHOWN])
    if content.departement:
        covering = agencies.filter(coverages__departement=content.departement)
        return list(covering.distinct()[:AGENCIES_SHOWN])
    return []
