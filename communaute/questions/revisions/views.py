"""Editing one’s own text, withdrawing it, moving a question; reading what a text said before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communaute.moderation.enums import ContentStatus
from communaute.moderation.errors import ModerationError
from communaute.moderation.models import Case
from communaute.moderation.prescreening.words import said_of
from communaute.moderation.queue.difference import difference
from communaute.moderation.sanction_rules import why_not_write
from communaute.questions.models import Answer, Comment, Question
from communaute.questions.perms import is_author
from communaute.questions.spaces.perms import can_move, spaces_open_to
from communaute.questions.text_pipeline import session_drafts
from socle.calendar import date_format
from socle.forms import PageForm
from socle.parameters import varies_with

from ..errors import (
    EditRefused,
    EditsSpent,
    InvalidText,
    QuestionNotAllowed,
    QuestionsError,
    TextChanged,
    WithdrawalRefused,
)
from . import perms, withdrawals
from .forms import (
    EditAnswerForm,
    EditCommentForm,
    EditForm,
    EditQuestionForm,
    FromCaseForm,
    MoveForm,
)
from .moves import NOT_ALLOWED, move_question
from .perms import put_back_until
from .services import edit_text
from .versions import versions_page

if TYPE_CHECKING:
    from communaute.comptes.models import User

    type Content = Question | Answer | Comment


# 422 is for what the person corrects in the text, 409 for what the text is not the reason of.
STATUS = {InvalidText: 422, EditRefused: 409, EditsSpent: 409}


# By the kind that the address says.
ROWS: dict[str, Any] = {
    "question": Question.objects.select_related("author", "space"),
    "answer": Answer.objects.select_related("author", "question__space"),
    "comment": Comment.objects.select_related("author", "question__space", "answer"),
}
FORMS = {"question": EditQuestionForm, "answer": EditAnswerForm, "comment": EditCommentForm}


@never_cache
@session_drafts.keeps_text
def edit_own(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Change one's own text."""
    form_class = FORMS[kind]
    content = _own(request, ROWS[kind].all(), pk)
    key = f"edit_draft_{content._meta.model_name}_{content.pk}"
    if request.method != "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        initial = form_class.of(content) | session_drafts.find(request, key)
        return _open(request, content, form_class(initial=initial))
    form = form_class(request.POST)
    if not request.user.is_authenticated:
        return session_drafts.keep_and_sign_in(
            request,
            form,
            partial(_show, request, content),
            key=key,
            said="Votre texte est gardé. Connectez-vous, puis enregistrez-le.",
            then=request.get_full_path(),
        )
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, session_drafts.STALE)
        return _show(request, content, form, status=403)
    if not form.is_valid():
        return _show(request, content, form, status=422)
    return _save(request, content, form, key)


def _save(request: HttpRequest, content: Content, form: EditForm, key: str) -> HttpResponse:
    try:
        stored = edit_text(actor=request.user, content=content, **form.texts())
    except TextChanged as error:
        return _show_both(request, error, type(form))
    except QuestionsError as error:
        form.add_error(None, str(error))
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 403)
        is_over = isinstance(error, EditRefused)
        return _show(request, content, form, status=status, is_over=is_over)
    session_drafts.drop(request, key)
    waits = said_of(stored)
    unchanged = "Votre texte n’a pas changé : il est toujours à corriger."
    saved = unchanged if stored.status == ContentStatus.TO_EDIT else "Votre texte est enregistré."
    messages.success(request, waits or saved)
    return redirect(stored.get_absolute_url())


def _own(request: HttpRequest, rows: Any, pk: int) -> Any:
    """One's own text, whatever became of it. Raises Http404 for one that cannot be read, and
    PermissionDenied for somebody else's."""
    if not request.user.is_authenticated:
        return get_object_or_404(rows.published(), pk=pk)
    own = Q(pk__in=rows.visible_to(request.user).values("pk")) | Q(author=request.user)
    content = get_object_or_404(rows.filter(own), pk=pk)
    if not is_author(request.user, content):
        raise PermissionDenied("Vous ne pouvez modifier que vos propres textes.")
    return content


def _open(request: HttpRequest, content: Content, form: EditForm) -> HttpResponse:
    """The form, or why the text is not edited any more."""
    if why := perms.why_not_editable(request.user, content):  # type: ignore[arg-type]
        return _show(request, content, form, status=409, is_over=True, why=why)
    if why_not_write(request.user, content):
        # The page says why, with the way to the decision.
        return _show(request, content, form, status=403, is_over=True)
    return _show(request, content, form)


def _show_both(
    request: HttpRequest,
    error: TextChanged,
    form_class: type[EditForm],
) -> HttpResponse:
    """What was typed, and how it differs from what was stored meanwhile; sent again, it stays."""
    stored, typed = error.stored, request.POST.copy()
    typed["version"] = str(stored.version)
    form = form_class(typed)
    form.add_error(None, str(error))
    theirs = {
        "stored": stored,
        "stored_title": difference(getattr(stored, "title", ""), typed.get("title", "")),
        "stored_body": difference(stored.body, typed.get("body", "")),
    }
    return _show(request, stored, form, status=409, **theirs)


def _show(
    request: HttpRequest, content: Content, form: EditForm, status: int = 200, **more: Any
) -> HttpResponse:
    is_question = isinstance(content, Question)
    context = {
        "content": content,
        "question": content if is_question else content.question,
        "is_question": is_question,
        "is_comment": isinstance(content, Comment),
        "form": form,
    }
    return render(request, "questions/revisions/edit.html", context | more, status=status)


@varies_with(PageForm)
@require_safe
def versions(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What a text said, version after version."""
    content = get_object_or_404(ROWS[kind].visible_to(request.user), pk=pk)
    if isinstance(content, Answer):
        places = Question.objects.with_places(request.user)
        if not places.filter(pk=content.question_id).exists():
            raise Http404
    if isinstance(content, Comment) and not _stands(request, content):
        raise Http404
    page = versions_page(content, PageForm(request.GET).number())
    question = content if isinstance(content, Question) else content.question
    context = {
        "content": content,
        "question": question,
        "is_comment": isinstance(content, Comment),
        "page_obj": page,
        "withheld": page.paginator.object_list.withheld,
    }
    return render(request, "questions/revisions/versions.html", context)


def _stands(request: HttpRequest, comment: Comment) -> bool:
    """Whether what the comment is under may be read too."""
    questions = Question.objects.visible_to(request.user).filter(pk=comment.question_id)
    answers = Answer.objects.visible_to(request.user).filter(pk=comment.answer_id)
    return questions.exists() and (comment.answer_id is None or answers.exists())


@never_cache
@login_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a question in another space; who moderates may close its case by that."""
    user = request.user
    questions = Question.objects.visible_to(user)
    question = get_object_or_404(questions.select_related("author", "space"), pk=pk)
    if not can_move(user, question):
        raise QuestionNotAllowed(NOT_ALLOWED)
    spaces = spaces_open_to(user, question).exclude(pk=question.space_id)
    asker = is_author(user, question)
    case = None if asker else _case_of(user, question)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        initial={"settles": _from_case(request)},
        spaces=spaces,
        is_asker=asker,
        has_case=case is not None,
    )

    def move(*, settles: bool = False, **asked: Any) -> Question:
        settled = case if settles else None
        return move_question(actor=user, question=question, case=settled, **asked)

    if form.saves(move, ModerationError):
        messages.success(request, f"La question est maintenant dans « {form.saved.space} ».")
        return redirect(form.saved)
    moves = question.moves.select_related("from_space", "to_space")
    context = {"question": question, "form": form, "moves": moves, "case": case}
    return render(request, "questions/revisions/moving.html", context, status=form.http_status)


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


BACK = "C’est remis : votre texte est de nouveau en ligne."
BACK_UNSEEN = "C’est remis. La question n’est pas en ligne pour l’instant : peu de gens le liront."


@login_required
@require_POST
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Withdraw one's own text."""
    content = _to_withdraw(request, ROWS[kind].all(), pk)
    try:
        stored = withdrawals.withdraw(actor=request.user, content=content)
    except WithdrawalRefused as error:
        return _refused(request, content, error)
    until, said = put_back_until(stored), "Votre texte est retiré."
    if until is not None and until > timezone.now():
        said += f" Vous pouvez le remettre jusqu’à {date_format(localtime(until), 'H:i')}."
    messages.success(request, said)
    return redirect(_place_of(stored))


@login_required
@require_POST
def put_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put back the text one has just withdrawn."""
    content = _to_withdraw(request, ROWS[kind].all(), pk)
    try:
        stored = withdrawals.put_back(actor=request.user, content=content)
    except WithdrawalRefused as error:
        return _refused(request, content, error)
    back = BACK if getattr(stored, "question", stored).is_published else BACK_UNSEEN
    messages.success(request, said_of(stored) or back)
    return redirect(_place_of(stored))


def _to_withdraw(request: HttpRequest, rows: Any, pk: int) -> Any:
    """One's own text whatever became of it, or one that can be read. Raises Http404."""
    readable = Q(pk__in=rows.visible_to(request.user).values("pk"))
    return get_object_or_404(rows.filter(readable | Q(author=request.user)), pk=pk)


def _place_of(stored: Content) -> str:
    """Where one sees what became of it; of a comment, the thread when the text it is under has no
    page of comments any more."""
    if isinstance(stored, Comment):
        if stored.answer is not None and not stored.answer.is_published:
            return stored.answer.get_absolute_url()
        if not stored.question.is_published:
            return stored.question.get_absolute_url()
    return stored.get_absolute_url()


def _refused(request: HttpRequest, content: Content, error: WithdrawalRefused) -> HttpResponse:
    context = {"content": content, "why": str(error)}
    return render(request, "questions/revisions/withdrawals/refused.html", context, status=409)
