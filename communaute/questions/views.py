"""The pages of questions: lists, one question, answering it, what one wrote oneself."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communaute.comptes.badges import give_badges
from communaute.comptes.perms import colleagues_of, is_agency
from communaute.moderation.prescreening.words import said_of
from communaute.moderation.sanction_rules import may_write
from communaute.notifications.preferences.services import is_told
from communaute.notifications.words import text_of
from communaute.questions.attachments.services import files_form, receive
from communaute.questions.comments import give_first_comments
from communaute.questions.reading.lists import can_summarise
from communaute.questions.spaces.perms import can_move
from socle.errors import NoLonger, get_or_no_longer
from socle.keyset import Keyset, PlaceForm
from socle.parameters import varies_with
from socle.public_pages import cached_for_community

from . import perms
from .asking.drafts import draft_to_go_on_with
from .asking.forms import PrefillForm
from .asking.views import done, keep_for_later
from .attachments.services import with_files
from .effects import mark_useful, unmark_useful
from .enums import SpaceKind
from .forms import STAGE_FILTER, AnswerForm, AnswerPlaceForm, ListForm, QuoteForm, SaidOfAnswerForm
from .models import Answer, Draft, Question, Space
from .notify import kind_of_answer
from .querysets import AnswerQuerySet, QuestionQuerySet, mark_followed
from .reading.lists import LATEST, WRITTEN, etag_of, question_list, thread
from .services import accept_answer, answer_question, unaccept_answer
from .subscriptions import wants_news
from .text_pipeline import session_drafts
from .text_pipeline.text import as_quote, plain

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
        "spaces": cached_for_community(request, "questions:spaces-2", _liveliest),
    }
    return render(request, "questions/home.html", context)


def _liveliest() -> SafeString:
    # The national one, and those where somebody asked.
    shown = Q(kind=SpaceKind.NATIONAL) | Q(questions_count__gt=0)
    spaces = (
        Space.objects.filter(shown).for_list().defer("description", "search_text")[:SPACES_SHOWN]
    )
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


def questions_for(user: object) -> QuestionQuerySet:
    """Questions as their page shows them to a person, and the places of those withdrawn."""
    return mark_followed(Question.objects.with_places(user).for_page(user), user)


def question_context(user: object, question: Question, place: AnswerPlaceForm) -> dict[str, Any]:
    """What the page of a question shows, the answer box apart."""
    read = thread(user, question, place.place(), wanted=place.wanted())
    shown, accepted = list(read.page), read.accepted
    answers = [*shown, accepted] if accepted else shown
    comments = give_first_comments(user, question, answers)
    with_files([question, *answers])
    give_badges([question, *answers, *comments])
    address, asker = question.get_absolute_url(), question.author
    for one in answers:
        one.address = one.place_on(address)
    moderates = perms.is_in_charge(user, question)
    close = colleagues_of(user) if moderates else frozenset()
    for text in [question, *answers, *comments]:
        text.is_moderated = moderates and text.author_id not in close
    alone = not shown and not accepted and not is_agency(user)
    writes = may_write(user)
    return {
        "question": question,
        "address": address,
        "answer_url": reverse("questions:answer", args=[question.pk]),
        "summary": question.public_title if question.is_withdrawn else plain(question.body_html),
        # Who closes their account reads nothing more.
        "asker_name": asker.public_name if asker is not None and asker.is_active else "",
        "answers": shown,
        "accepted": accepted,
        "page_obj": read.page,
        "acceptable": perms.acceptable(user, question, answers),
        "may_vote": writes and perms.can_take_part(user, question),
        "may_reply": writes and perms.is_open_to_answers(question),
        "is_asker": perms.is_author(user, question),
        # Asked only where it is said: of the asker, before any answer.
        "hears": partial(wants_news, user, question),
        "is_alone": alone,
        "last_summary": question.summaries.first(),
        "may_summarise": can_summarise(user, question),
        "etag": etag_of(question),
        "can_move": can_move(user, question),
    }


GONE = "Cette question n’est plus en ligne : on n’y répond plus."
LOCKED = "La modération a fermé cette question aux réponses. Gardez une copie de votre texte."


@never_cache
@session_drafts.keeps_text
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer box on a page of its own: for people to sign in, and for errors."""
    questions = Question.objects.published().select_related("author", "space")
    question = questions.filter(pk=pk).first()
    if question is None:
        # Whoever kept an answer to it finds their text in their drafts.
        has_draft = Draft.objects.of(request.user).filter(about=pk).exists()
        if request.method != "POST" and not has_draft:
            raise Http404
        raise NoLonger(GONE, reverse("questions:drafts" if has_draft else "questions:home"))
    key = session_drafts.answer_key(pk)
    if question.is_locked and request.method != "POST":
        return render(request, "questions/locked.html", {"question": question}, status=409)
    if request.method != "POST":
        wanted = PrefillForm(request.GET).draft()
        draft = draft_to_go_on_with(request.user, about=question, wanted=wanted)
        initial = draft.initial if draft else session_drafts.find(request, key)
        initial = _with_quote(request, question, initial)
        form = AnswerForm(user=request.user, initial=initial)
        return _show(request, question, form, draft=draft)
    form = AnswerForm(request.POST, user=request.user)
    if "garder" in request.POST and request.user.is_authenticated:
        return keep_for_later(request, form, partial(_show, request, question), question)
    form.is_valid()
    if not request.form_is_stale:  # type: ignore[attr-defined]
        receive(request, form)
    if not form.is_valid():
        return _show(request, question, form, status=422)
    if question.is_locked:
        form.add_error(None, LOCKED)
        return _show(request, question, form, status=409)
    if not request.user.is_authenticated:
        return session_drafts.keep_and_sign_in(
            request,
            form,
            partial(_show, request, question),
            key=key,
            said="Votre réponse est gardée. Connectez-vous ou créez un compte : "
            "vous la retrouverez, et il ne restera qu’à la publier.",
            then=reverse("questions:answer", args=[pk]),
        )
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
    quote = as_quote(name, text_of(cited.body_html))
    return initial | {"body": f"{begun_text}\n\n{quote}" if begun_text else quote}


def _publish(request: HttpRequest, question: Question, form: AnswerForm) -> HttpResponse:
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, session_drafts.STALE)
        return _show(request, question, form, status=403)
    stored = form.publishes(request.user, partial(answer_question, question=question))
    if stored is None:
        return _show(request, question, form, status=422)
    done(request, form, stored, session_drafts.answer_key(question.pk))
    messages.success(request, _next_step(stored, form.cleaned_data["submission_key"]))
    return redirect(stored.get_absolute_url())


def _next_step(stored: Answer, key: object) -> str:
    if waits := said_of(stored):
        return waits
    if not stored.is_published:
        return "Ce texte était déjà parti de cette page, et il n’est plus en ligne."
    if stored.submission_key != key:
        return "Vous avez déjà publié cette réponse il y a peu : la voici."
    question, asker = stored.question, stored.question.author
    kind = kind_of_answer(is_first=question.first_answer_at in (None, stored.created_at))
    if (
        asker is None
        or not asker.is_active
        or asker.pk == stored.author_id
        or not wants_news(asker, question)
        or not is_told(asker, kind)
    ):
        return "Votre réponse est publiée."
    return "Merci. Votre réponse est publiée, et la personne qui a posé la question est prévenue."


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
        and bool(session_drafts.find(request, session_drafts.answer_key(question.pk))),
    }
    return render(request, "questions/answer.html", context, status=status)


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an answer as the one that helped, or take it back (`retirer`)."""
    found = _readable(request, pk)
    form = SaidOfAnswerForm(request.POST)
    form.is_valid()
    if form.cleaned_data.get("retirer"):
        unaccept_answer(actor=request.user, answer=found)  # type: ignore[arg-type]
        messages.success(request, "Cette réponse n’est plus retenue.")
        return redirect(found.get_absolute_url())
    accept_answer(actor=request.user, answer=found)  # type: ignore[arg-type]
    messages.success(request, "La réponse retenue est maintenant en tête de la page.")
    return redirect(found.question.get_absolute_url())


@login_required
@require_POST
def useful(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an answer is useful, or take it back (`retirer`)."""
    found = _readable(request, pk)
    form = SaidOfAnswerForm(request.POST)
    form.is_valid()
    if form.cleaned_data.get("retirer"):
        unmark_useful(actor=request.user, answer=found)  # type: ignore[arg-type]
        messages.success(request, "C’est retiré.")
    else:
        mark_useful(actor=request.user, answer=found)  # type: ignore[arg-type]
        known = "Merci : l’auteur de la réponse saura qu’elle est utile."
        is_told = found.author is not None and found.author.is_active
        messages.success(request, known if is_told else "Merci : c’est noté.")
    return redirect(found.get_absolute_url())


def _readable(request: HttpRequest, pk: int) -> Answer:
    """The answer, if this person may read it and its question. Raises NoLonger, which leads to
    the question when that one is read."""
    gone = "Cette réponse n’est plus en ligne."
    questions = Question.objects.visible_to(request.user)
    rows = Answer.objects.filter(question__in=questions).select_related("question", "author")
    found = get_or_no_longer(rows, gone, "questions:home", pk=pk)
    page = found.question.get_absolute_url()
    return get_or_no_longer(rows.visible_to(request.user), gone, page, pk=pk)
