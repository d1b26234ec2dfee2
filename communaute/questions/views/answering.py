"""Answering a question, and saying which answer helped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communaute.comptes.services import change_display_name
from communaute.moderation.prescreening.words import said_of
from communaute.questions.attachments.receiving import files_form, files_waiting, receive
from communaute.questions.attachments.services import join_files
from socle.ratelimit import allow

from ..asking.drafts import begun, drop_published, keep_draft
from ..asking.drafts_views import after_keeping
from ..asking.forms import PrefillForm
from ..errors import QuestionsError
from ..forms import AnswerForm, QuoteForm, UsefulForm
from ..models import Answer, Draft, Question
from ..services import accept_answer, answer_question
from ..text_pipeline import drafts
from ..text_pipeline.text import as_quote, plain
from ..votes import mark_useful, unmark_useful

LOCKED = "La modération a fermé cette question aux réponses. Gardez une copie de votre texte."


@never_cache
@drafts.keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer box on a page of its own: for people to sign in, and for errors."""
    questions = Question.objects.published().select_related("author", "space")
    question = get_object_or_404(questions, pk=pk)
    key = drafts.answer_key(pk)
    if question.is_locked and request.method != "POST":
        return render(request, "questions/locked.html", {"question": question}, status=409)
    if request.method != "POST":
        wanted = PrefillForm(request.GET).draft()
        draft = begun(request.user, about=question, wanted=wanted)
        initial = draft.initial if draft else drafts.find(request, key)
        initial = _with_quote(request, question, initial)
        form = AnswerForm(user=request.user, initial=initial)
        return _show(request, question, form, draft=draft)
    form = AnswerForm(request.POST, user=request.user)
    if "garder" in request.POST and request.user.is_authenticated:
        return _keep_for_later(request, question, form)
    form.is_valid()
    if not request.form_is_stale:  # type: ignore[attr-defined]
        receive(request, form)
    if not form.is_valid():
        return _show(request, question, form, status=422)
    if question.is_locked:
        form.add_error(None, LOCKED)
        return _show(request, question, form, status=409)
    if not request.user.is_authenticated:
        return _keep_and_sign_in(request, question, form)
    return _publish(request, question, form)


def _with_quote(
    request: HttpRequest, question: Question, initial: dict[str, Any]
) -> dict[str, Any]:
    """What was begun, then the answer quoted (`?citer=`) when it can be read."""
    pk = QuoteForm(request.GET).pk()
    cited = pk and question.answers.published().select_related("author").filter(pk=pk).first()
    if not cited:
        return initial
    name = cited.author_name
    begun_text = initial.get("body", "").rstrip()
    quote = as_quote(name, plain(cited.body_html))
    return initial | {"body": f"{begun_text}\n\n{quote}" if begun_text else quote}


def _keep_for_later(request: HttpRequest, question: Question, form: AnswerForm) -> HttpResponse:
    """Keep the text as it is, valid or not, and leave the page."""
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, drafts.STALE)
        return _show(request, question, form, status=403)
    form.is_valid()
    typed = AnswerForm.typed(request.POST)
    try:
        kept = keep_draft(actor=request.user, data=typed, about=question, **form.place())  # type: ignore[arg-type]
    except QuestionsError as error:
        form.add_error(None, str(error))
        return _show(request, question, form, status=409)
    return after_keeping(request, kept)


def _publish(request: HttpRequest, question: Question, form: AnswerForm) -> HttpResponse:
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, drafts.STALE)
        return _show(request, question, form, status=403)
    data, name = form.texts(), form.cleaned_data.get("display_name")
    try:
        if name:
            change_display_name(actor=request.user, display_name=name)  # type: ignore[arg-type]
        stored = answer_question(actor=request.user, question=question, **data)  # type: ignore[arg-type]
    except QuestionsError as error:
        form.add_error(None, str(error))
        return _show(request, question, form, status=422)
    drafts.drop(request, drafts.answer_key(question.pk))
    drop_published(actor=request.user, **form.place())  # type: ignore[arg-type]
    if files_waiting(request):
        join_files(
            actor=request.user,  # type: ignore[arg-type]
            form_key=data["submission_key"],
            content=stored,
        )
    messages.success(request, _next_step(stored, data["submission_key"]))
    return redirect(stored.get_absolute_url())


def _next_step(stored: Answer, key: object) -> str:
    if waits := said_of(stored):
        return waits
    if stored.submission_key != key:
        return "Vous avez déjà publié cette réponse aujourd’hui : la voici."
    if stored.author_id == stored.question.author_id:
        return "Votre réponse est publiée."
    return "Merci. Votre réponse est publiée, et la personne qui a posé la question est prévenue."


def _keep_and_sign_in(request: HttpRequest, question: Question, form: AnswerForm) -> HttpResponse:
    if not allow(request, action="answer_draft", rate="20/h"):
        form.add_error(None, drafts.BUSY)
        return _show(request, question, form, status=429)
    drafts.keep(request, drafts.answer_key(question.pk), form.for_session())
    messages.info(
        request,
        "Votre réponse est gardée. Connectez-vous ou créez un compte : "
        "vous la retrouverez, et il ne restera qu’à la publier.",
    )
    return redirect_to_login(reverse("questions:answer", args=[question.pk]))


def _show(
    request: HttpRequest,
    question: Question,
    form: AnswerForm,
    status: int = 200,
    *,
    draft: Draft | None = None,
) -> HttpResponse:
    context = {
        "question": question,
        "form": form,
        "files": files_form(request),
        "draft": draft,
        "has_draft": draft is None
        and request.method != "POST"
        and bool(drafts.find(request, drafts.answer_key(question.pk))),
    }
    return render(request, "questions/answer.html", context, status=status)


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an answer as the one that helped."""
    found = _readable(request, pk)
    accept_answer(actor=request.user, answer=found)  # type: ignore[arg-type]
    messages.success(request, "La réponse retenue est maintenant en tête de la page.")
    return redirect(found.question.get_absolute_url())


@login_required
@require_POST
def useful(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an answer is useful, or take it back (`retirer`)."""
    found = _readable(request, pk)
    form = UsefulForm(request.POST)
    form.is_valid()
    if form.cleaned_data.get("retirer"):
        unmark_useful(actor=request.user, answer=found)  # type: ignore[arg-type]
        messages.success(request, "C’est retiré.")
    else:
        mark_useful(actor=request.user, answer=found)  # type: ignore[arg-type]
        messages.success(request, "Merci : l’auteur de la réponse saura qu’elle est utile.")
    return redirect(found.get_absolute_url())


def _readable(request: HttpRequest, pk: int) -> Answer:
    """The answer, if this person may read it and its question. Raises Http404."""
    answers = Answer.objects.visible_to(request.user).select_related("question", "author")
    found = get_object_or_404(answers, pk=pk)
    if not Question.objects.visible_to(request.user).filter(pk=found.question_id).exists():
        raise Http404
    return found
