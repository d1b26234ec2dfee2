"""The comments under a text, and adding one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communaute.comptes.badges import give_badges
from communaute.comptes.services import change_display_name
from communaute.moderation.perms import can_moderate_content
from communaute.moderation.prescreening.words import said_of
from communaute.questions.errors import QuestionsError
from communaute.questions.models import Answer, Question
from communaute.questions.text_pipeline import drafts
from socle.errors import get_or_no_longer
from socle.keyset import PlaceForm
from socle.ratelimit import allow

from ..forms import CommentForm
from ..perms import can_comment
from .reading import comments_page
from .services import add_comment


@never_cache
@drafts.keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def question_comments(request: HttpRequest, pk: int) -> HttpResponse:
    """The comments under a question."""
    questions = Question.objects.visible_to(request.user).select_related("author", "space")
    return _comments(request, _found(request, questions, pk))


@never_cache
@drafts.keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def answer_comments(request: HttpRequest, pk: int) -> HttpResponse:
    """The comments under an answer."""
    answers = Answer.objects.visible_to(request.user)
    answers = answers.filter(question__in=Question.objects.with_places(request.user))
    return _comments(
        request, _found(request, answers.select_related("author", "question__space"), pk)
    )


def _found[Text: (Question, Answer)](request: HttpRequest, rows: QuerySet[Text], pk: int) -> Text:
    """What is commented. Raises Http404; NoLonger for a comment that was typed."""
    if request.method != "POST":
        return get_object_or_404(rows, pk=pk)
    gone = "Ce texte n’est plus en ligne : on ne le commente plus."
    return get_or_no_longer(rows, gone, "questions:home", pk=pk)


def _comments(request: HttpRequest, about: Question | Answer) -> HttpResponse:
    key = f"comment_draft_{about._meta.model_name}_{about.pk}"
    if request.method != "POST":
        initial = drafts.find(request, key)
        return _show(request, about, CommentForm(user=request.user, initial=initial))
    form = CommentForm(request.POST, user=request.user)
    if not form.is_valid():
        return _show(request, about, form, status=422)
    if not request.user.is_authenticated:
        return _keep_and_sign_in(request, about, form, key)
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, drafts.STALE)
        return _show(request, about, form, status=403)
    data, name = form.texts(), form.cleaned_data.get("display_name")
    try:
        if name:
            change_display_name(actor=request.user, display_name=name)  # type: ignore[arg-type]
        comment = add_comment(actor=request.user, about=about, **data)  # type: ignore[arg-type]
    except QuestionsError as error:
        form.refuse(error)
        return _show(request, about, form, status=409)
    drafts.drop(request, key)
    published = "Votre commentaire est publié."
    gone = "Ce texte était déjà parti de cette page, et il n’est plus en ligne."
    said = said_of(comment) or (published if comment.is_published else gone)
    messages.success(request, said)
    return redirect(comment.get_absolute_url())


def _keep_and_sign_in(
    request: HttpRequest, about: Question | Answer, form: CommentForm, key: str
) -> HttpResponse:
    if not allow(request, action="answer_draft", rate="20/h"):
        form.add_error(None, drafts.BUSY)
        return _show(request, about, form, status=429)
    drafts.keep(request, key, form.for_session())
    messages.info(request, "Votre commentaire est gardé. Connectez-vous, puis publiez-le.")
    return redirect_to_login(request.path)


def _show(
    request: HttpRequest, about: Question | Answer, form: CommentForm, status: int = 200
) -> HttpResponse:
    page = comments_page(request.user, about, PlaceForm(request.GET).place())
    give_badges([about, *page])
    for comment in page:
        comment.is_moderated = can_moderate_content(request.user, comment)
    context = {
        "about": about,
        "question": about if isinstance(about, Question) else about.question,
        "page_obj": page,
        "form": form,
        "can_comment": not request.user.is_authenticated or can_comment(request.user, about),
    }
    return render(request, "questions/comments/page.html", context, status=status)
