"""What one does while reading: marks, news, summary, a guide; and the lists of a theme."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from taggit.models import Tag

from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Question
from communaute.questions.numbers import NUMBERS
from communaute.questions.querysets import mark_followed
from communaute.questions.tags import tag_at
from socle.parameters import varies_with

from ..forms import STAGE_FILTER, ListForm, ReadForm, SinceForm, SummaryForm
from .lists import (
    NOT_ALLOWED,
    VERSIONS_SHOWN,
    answers_since,
    can_summarise,
    etag_of,
    first_unread,
    guide_from,
    mark_read,
    question_list,
    version_of_summary,
    write_summary,
)


@varies_with(ListForm)
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions of a theme, wherever they are; one that was merged leads to the other."""
    tag = mark_followed(Tag.objects.all(), request.user).filter(slug=slug).first()
    if tag is None:
        other = tag_at(slug)
        if other is None:
            raise Http404
        return redirect("questions:theme", other.slug, permanent=True)
    form = ListForm(request.GET)
    filters = form.filters()
    listed = question_list(filters, form.place(), within=Question.objects.published().tagged(tag))
    context = {"tag": tag, "filters": filters, "listed": listed, "stages": STAGE_FILTER}
    return render(request, "questions/reading/theme.html", context)


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep how far one read: by a beacon of the page, or by a button."""
    question = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    form = ReadForm(request.POST)
    form.is_valid()
    mark_read(actor=request.user, question=question, until=form.cleaned_data.get("jusqua"))  # type: ignore[arg-type]
    if request.headers.get("Sec-Fetch-Mode") == "navigate":
        messages.success(request, "C’est noté : tout est lu jusqu’ici.")
    return redirect(question)


@login_required
@never_cache
@require_safe
def unread(request: HttpRequest, pk: int) -> HttpResponse:
    """To the first answer that one did not read, or to the last page when all is read."""
    question = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    found = first_unread(request.user, question)
    if found is not None:
        return redirect(f"{question.get_absolute_url()}?reponse={found.pk}#reponse-{found.pk}")
    return redirect(f"{question.get_absolute_url()}?avant=fin#reponses")


@never_cache
@require_safe
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """How many answers came since a moment: asked now and then by an open page.

    304 while nothing changed. One query then, two otherwise.
    """
    question = get_object_or_404(Question.objects.published(), pk=pk)
    etag = etag_of(question)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    form = SinceForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"new": 0, "url": ""}, status=422)
    found = answers_since(question, form.cleaned_data["depuis"], limit=NUMBERS.news_counted)
    url = f"{question.get_absolute_url()}?reponse={found[0]}#reponse-{found[0]}" if found else ""
    return JsonResponse({"new": len(found), "url": url}, headers={"ETag": etag})


@never_cache
@login_required
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the summary of a long thread, its versions below."""
    questions = Question.objects.visible_to(request.user)
    question = get_object_or_404(questions.select_related("space"), pk=pk)
    if not can_summarise(request.user, question):
        raise QuestionNotAllowed(NOT_ALLOWED)
    versions = list(question.summaries.all()[:VERSIONS_SHOWN])
    last = versions[0] if versions else None
    shown = {"body": last.body if last else "", "version": version_of_summary(last)}
    form = SummaryForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.saves(partial(write_summary, actor=request.user, question=question)):
        messages.success(request, "Le résumé est à jour.")
        return redirect(question)
    context = {"question": question, "form": form, "versions": versions}
    return render(request, "questions/reading/summary.html", context, status=form.http_status)


@login_required
@require_POST
def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a thread the draft of a guide, and go on writing it in /gestion/."""
    question = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    page = guide_from(actor=request.user, question=question)  # type: ignore[arg-type]
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
