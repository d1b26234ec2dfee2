"""Short comments under a question or an answer: thanks and precisions, which answer nothing.

The comments under a text, and adding one.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from communaute.comptes.badges import give_badges
from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts
from communaute.moderation.enums import ContentStatus
from communaute.moderation.perms import can_moderate_content
from communaute.moderation.prescreening.services import screen, settle_text
from communaute.moderation.prescreening.words import said_of
from communaute.moderation.registry import as_lines
from communaute.questions.errors import NameMissing, QuestionNotAllowed
from communaute.questions.models import Answer, Comment, Question
from communaute.questions.notify import announce_comment
from communaute.questions.numbers import NUMBERS
from communaute.questions.querysets import PostQuerySet
from communaute.questions.search import index_question
from communaute.questions.text_pipeline import session_drafts
from communaute.questions.text_pipeline.limits import (
    check_comment,
    check_may_write,
    check_pace_of_answers,
    last_of,
    sent_again,
)
from communaute.questions.text_pipeline.text import RENDERER_VERSION, clean_text, same_text
from socle.errors import get_or_no_longer
from socle.keyset import Cursor, Keyset, KeysetPage, PlaceForm
from socle.public_pages import add_to_public_pages

from . import effects, perms
from .forms import CommentForm
from .perms import can_comment
from .services import once_a_key


@never_cache
@session_drafts.keeps_text
def question_comments(request: HttpRequest, pk: int) -> HttpResponse:
    """The comments under a question."""
    questions = Question.objects.visible_to(request.user).select_related("author", "space")
    return _comments(request, _found(request, questions, pk))


@never_cache
@session_drafts.keeps_text
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
        initial = session_drafts.find(request, key)
        return _show(request, about, CommentForm(user=request.user, initial=initial))
    form = CommentForm(request.POST, user=request.user)
    if not form.is_valid():
        return _show(request, about, form, status=422)
    if not request.user.is_authenticated:
        return session_drafts.keep_and_sign_in(
            request,
            form,
            partial(_show, request, about),
            key=key,
            said="Votre commentaire est gardé. Connectez-vous, puis publiez-le.",
            then=request.path,
        )
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, session_drafts.STALE)
        return _show(request, about, form, status=403)
    comment = form.publishes(request.user, partial(add_comment, about=about))
    if comment is None:
        return _show(request, about, form, status=409)
    session_drafts.drop(request, key)
    published = "Votre commentaire est publié."
    gone = "Ce texte était déjà parti de cette page, et il n’est plus en ligne."
    said = said_of(comment) or (published if comment.is_published else gone)
    messages.success(request, said)
    return redirect(comment.get_absolute_url())


def _show(
    request: HttpRequest, about: Question | Answer, form: CommentForm, status: int = 200
) -> HttpResponse:
    page = comments_page(request.user, about, PlaceForm(request.GET).place())
    give_badges([about, *page])
    for comment in page:
        comment.is_moderated = can_moderate_content(request.user, comment)
    question = about if isinstance(about, Question) else about.question
    is_visitor = not request.user.is_authenticated
    may_sign_in = is_visitor and perms.is_open_to_answers(question)
    context = {
        "about": about,
        "question": question,
        "page_obj": page,
        "form": form,
        "can_comment": may_sign_in or can_comment(request.user, about),
    }
    return render(request, "questions/comments/page.html", context, status=status)


# Writing a comment: its text has no marks, its counter moves in the same transaction.


@once_a_key()
def add_comment(
    *,
    actor: User,
    about: Question | Answer,
    body: str,
    submission_key: uuid.UUID,
    seconds: float | None = None,
) -> Comment:
    """Publish a comment; tell the author of the text and those who commented before.
    Or have it read first (`screening`): `seconds` is how long its form was open.

    Same key again, or same text under the same text within 24 hours: the comment already stored.
    Raises QuestionNotAllowed, NameMissing, InvalidText, TooSoon, FirstDayLimit, PostKeyUsed.
    """
    lock_accounts(actor.pk, about.author_id)
    body = clean_text(body)
    if stored := Comment.objects.filter(author=actor, submission_key=submission_key).first():
        return sent_again(stored, body=body)
    about = _locked(about)
    if not perms.can_comment(actor, about):
        raise QuestionNotAllowed("Ce texte n’accepte pas de commentaire pour le moment.")
    check_may_write(actor)
    check_comment(body)
    if stored := _same(actor, about, body):
        return stored
    if not actor.display_name:
        raise NameMissing
    check_pace_of_answers(actor, last_of(Comment, actor))
    verdict = screen(actor=actor, body=body, seconds=seconds)
    comment = Comment.objects.create(
        author=actor,
        status=verdict.status,
        first_public_at=verdict.first_public_at,
        question=about if isinstance(about, Question) else about.question,
        answer=about if isinstance(about, Answer) else None,
        commune_id=about.commune_id,
        departement_id=about.departement_id,
        body=body,
        body_html=as_lines(body),
        renderer_version=RENDERER_VERSION,
        submission_key=submission_key,
    )
    settle_text(comment, verdict, text=body)
    if verdict.is_held:
        return comment
    type(about).objects.filter(pk=about.pk).update(comments_count=F("comments_count") + 1)
    index_question(comment.question_id)
    announce_comment(comment)
    effects.comment_written(comment)
    add_to_public_pages()
    return comment


def _locked(about: Question | Answer) -> Question | Answer:
    if isinstance(about, Question):
        questions = Question.objects.select_for_update(of=("self",), no_key=True)
        return questions.select_related("space", "author").get(pk=about.pk)
    answers = Answer.objects.select_for_update(of=("self",), no_key=True)
    return answers.select_related("question__space", "author").get(pk=about.pk)


def _same(actor: User, about: Question | Answer, body: str) -> Comment | None:
    since = timezone.now() - timedelta(hours=NUMBERS.hours_same_text)
    recent = Comment.objects.filter(author=actor, created_at__gt=since, **filters_of(about))
    standing = recent.exclude(status=ContentStatus.DELETED)
    return next((comment for comment in standing if same_text(comment.body, body)), None)


# The comments of a page: the first ones under each text, all of them on their own page.


SHOWN = 3
COMMENTS_PER_PAGE = 50
IN_TIME = Keyset("created_at", "pk")


def give_first_comments(
    user: object, question: Question, answers: Sequence[Answer]
) -> list[Comment]:
    """Give the question and each answer its `first_comments`; all of them, in time.

    At most one query, none when the counters say that there is no comment.
    """
    texts: list[Question | Answer] = [question, *answers]
    for text in texts:
        text.first_comments = []  # type: ignore[union-attr]
    if not any(text.comments_count for text in texts):
        return []
    under = {answer.pk: answer for answer in answers}
    rank = Window(
        RowNumber(), partition_by=[F("answer")], order_by=[F("created_at").asc(), F("pk").asc()]
    )
    rows = (
        Comment.objects.visible_to(user)
        .filter(Q(answer__in=under) | Q(answer=None), question=question)
        .select_related("author")
        .annotate(rank=rank)
        .filter(rank__lte=SHOWN)
    )
    found = sorted(rows, key=lambda comment: (comment.created_at, comment.pk))
    for comment in found:
        text = under[comment.answer_id] if comment.answer_id else question
        text.first_comments.append(comment)  # type: ignore[union-attr]
    return found


def comments_page(user: object, about: Question | Answer, place: Cursor) -> KeysetPage[Comment]:
    """All the comments under a text, and one's own just withdrawn, to put back."""
    rows = Comment.objects.visible_to(user) | _just_withdrawn(user)
    rows = rows.filter(**filters_of(about)).select_related("author")
    return IN_TIME.page(rows, place, size=COMMENTS_PER_PAGE)


def filters_of(about: Question | Answer) -> dict[str, object]:
    """How to filter the comments of a text."""
    if isinstance(about, Question):
        return {"question": about, "answer": None}
    return {"answer": about}


def _just_withdrawn(user: object) -> PostQuerySet:
    if not getattr(user, "is_authenticated", False):
        return Comment.objects.none()
    since = timezone.now() - timedelta(minutes=NUMBERS.put_back_minutes)
    mine = Comment.objects.filter(author=user, withdrawn_at__gte=since)
    return mine.filter(status=ContentStatus.DELETED)
