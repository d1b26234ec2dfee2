"""Asking: open to anybody, published by people with an account."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.site.feedback import finished
from communaute.comptes.badges import give_badges
from communaute.moderation.prescreening.words import said_of
from communaute.notifications.preferences.services import comes_by
from communaute.questions.attachments.services import files_form, files_waiting, join_files, receive
from socle.errors import get_or_no_longer
from socle.ratelimit import allow

from ..errors import QuestionsError
from ..forms import AnswerForm, DraftedForm
from ..models import Answer, Draft, Question
from ..services import ask_question
from ..tags import proposed_for
from ..text_pipeline import session_drafts
from .drafts import SavedDraft, discard_draft, draft_to_go_on_with, drop_published, keep_draft
from .forms import EXAMPLES, AskForm, DraftForm, PrefillForm, SimilarForm, known_facts
from .preview import as_it_will_be, guides_about, similar_questions, tag_boxes


@never_cache
@session_drafts.keeps_text
def ask(request: HttpRequest) -> HttpResponse:
    """The ask page: prefilled by one’s building, by a draft, or by what was just sent."""
    if request.method != "POST":
        return _open(request)
    form = AskForm(request.POST, user=request.user, space=PrefillForm(request.GET).space())
    if "garder" in request.POST and request.user.is_authenticated:
        return keep_for_later(request, form, partial(_show, request))
    form.is_valid()
    if not request.form_is_stale:  # type: ignore[attr-defined]
        receive(request, form)
    if not form.is_valid():
        return _show(request, form, status=422)
    if "corriger" in request.POST:
        return _show(request, form)
    if "apercu" in request.POST:
        return _preview(request, form)
    if not request.user.is_authenticated:
        return session_drafts.keep_and_sign_in(
            request,
            form,
            partial(_show, request),
            key=session_drafts.QUESTION,
            said="Votre question est prête et gardée. Connectez-vous ou créez un compte : "
            "vous la retrouverez, et il ne restera qu’à la publier.",
            then=_address(request),
            action="question_draft",
        )
    return _publish(request, form)


def _open(request: HttpRequest) -> HttpResponse:
    """Prefilled by one's building, then what one had begun."""
    asked = PrefillForm(request.GET)
    known = known_facts(request.user)
    draft = draft_to_go_on_with(request.user, wanted=asked.draft())
    begun_here = draft.initial if draft else session_drafts.find(request, session_drafts.QUESTION)
    form = AskForm(user=request.user, space=asked.space(), initial=known | begun_here)
    return _show(request, form, has_known=bool(known), draft=draft)


def keep_for_later(
    request: HttpRequest,
    form: DraftedForm,
    show: Callable[..., HttpResponse],
    about: Question | None = None,
) -> HttpResponse:
    """Keep the text as it is, valid or not, and leave the page; `show(form)` again otherwise."""
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, session_drafts.STALE)
        return show(form, status=403)
    if not form.is_valid() and "submission_key" in form.errors:
        return show(form, status=422)
    data, actor = form.typed(request.POST), request.user
    try:
        kept = keep_draft(actor=actor, data=data, about=about, **form.place())  # type: ignore[arg-type]
    except QuestionsError as error:
        form.refuse(error)
        return show(form, status=409)
    return _after_keeping(request, kept)


def done(request: HttpRequest, form: DraftedForm, stored: Question | Answer, key: str) -> None:
    """Once a text is published: what was kept of it is dropped, its files are joined to it."""
    session_drafts.drop(request, key)
    drop_published(actor=request.user, **form.place())  # type: ignore[arg-type]
    if files_waiting(request):
        join_files(
            actor=request.user,  # type: ignore[arg-type]
            form_key=form.cleaned_data["submission_key"],
            content=stored,
        )


def _preview(request: HttpRequest, form: AskForm) -> HttpResponse:
    """The page as others will read it, with what answers already; nothing is written."""
    question = as_it_will_be(request.user, form)
    give_badges([question])
    context = {
        "form": form,
        "address": _address(request),
        "question": question,
        "tag_boxes": tag_boxes(form),
        "joined": files_waiting(request),
        "similar": similar_questions(form.cleaned_data["title"]),
        "guides": guides_about(form.cleaned_data["title"]),
    }
    return render(request, "questions/preview.html", context)


def _publish(request: HttpRequest, form: AskForm) -> HttpResponse:
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, session_drafts.STALE)
        return _show(request, form, status=403)
    question = form.publishes(request.user, ask_question)
    if question is None:
        return _show(request, form, status=422)
    done(request, form, question, session_drafts.QUESTION)
    key = form.cleaned_data["submission_key"]
    finished(request, _next_step(request.user, question, key))
    return redirect(question)


def _next_step(user: object, question: Question, key: object) -> str:
    """What happens now, in words."""
    if waits := said_of(question):
        return waits
    if not question.is_published:
        return "Ce texte était déjà parti de cette page, et il n’est plus en ligne."
    if question.submission_key != key:
        return "Vous avez déjà posé cette question il y a peu : la voici."
    # The page says how the first answer comes.
    more = comes_by(user, "questions.new_answer", it="les")
    return (
        f"Votre question est publiée dans l’espace « {question.space} ». "
        f"Les réponses qui suivront la première, {more}."
    )


def _address(request: HttpRequest) -> str:
    """The ask page again, in the same space."""
    query = request.META.get("QUERY_STRING", "")
    return reverse("questions:ask") + (f"?{query}" if query else "")


def _show(
    request: HttpRequest,
    form: AskForm,
    status: int = 200,
    *,
    has_known: bool = False,
    draft: Draft | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "address": _address(request),
        "examples": EXAMPLES,
        "has_known": has_known,
        "files": files_form(request),
        "draft": draft,
        "has_draft": draft is None
        and request.method != "POST"
        and bool(session_drafts.find(request, session_drafts.QUESTION)),
    }
    return render(request, "questions/ask.html", context, status=status)


@never_cache
@require_safe
def similar(request: HttpRequest) -> JsonResponse:
    """Questions and guides close to what is being typed; never more than a help."""
    form = SimilarForm(request.GET)
    if not form.is_valid() or not allow(request, action="similar_questions", rate="60/m"):
        return JsonResponse({"results": [], "guides": [], "tags": []})
    title = form.cleaned_data["q"]
    return JsonResponse(
        {
            "results": [
                {
                    "title": question.title,
                    "url": question.get_absolute_url(),
                    "answers": question.answers_count,
                }
                for question in similar_questions(title)
            ],
            "guides": [{"title": guide.title, "url": guide.url} for guide in guides_about(title)],
            "tags": proposed_for(title),
        }
    )


# Two tabs that write as often as they may stay below.
RATE = "30/m"


@never_cache
@require_safe
@login_required
def kept_drafts(request: HttpRequest) -> HttpResponse:
    """One's drafts, the last written first."""
    mine = list(Draft.objects.of(request.user).for_list())
    return render(request, "questions/drafts.html", {"drafts": mine})


@never_cache
@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """What the page sends while one types; answers which draft holds it, as JSON."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=403)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "unreadable"}, status=422)
    if not allow(request, action="drafts", rate=RATE):
        return JsonResponse({"error": "too many"}, status=429)
    place = form.place()
    typed = (AnswerForm if place["about"] else AskForm).typed(request.POST)
    try:
        kept = keep_draft(actor=request.user, data=typed, **place)
    except QuestionsError as error:
        return JsonResponse({"error": "refused", "message": str(error)}, status=409)
    if kept is None:
        return JsonResponse({"draft": None, "version": None, "apart": False})
    return JsonResponse(
        {"draft": kept.draft.pk, "version": kept.draft.version, "apart": kept.apart}
    )


@never_cache
@login_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, once asked whether it is meant."""
    mine = Draft.objects.of(request.user).select_related("about")
    gone = "Ce brouillon était déjà jeté, ou publié : voici ceux qui restent."
    draft = get_or_no_longer(mine, gone, "questions:drafts", pk=pk)
    if request.method != "POST":
        return render(request, "questions/draft_discard.html", {"draft": draft})
    discard_draft(actor=request.user, draft=draft)
    messages.success(request, "Votre brouillon est jeté.")
    if draft.about is not None and not draft.about.is_published:
        return redirect("questions:drafts")
    return redirect(draft.about or "questions:home")


def _after_keeping(request: HttpRequest, kept: SavedDraft | None) -> HttpResponse:
    """Where one goes once a text is kept for later, and what is said of it."""
    if kept is None:
        messages.info(request, "Il n’y avait rien à garder.")
        return redirect("questions:home")
    text = "Votre texte est gardé. Vous le retrouverez ici, sur tous vos appareils."
    if kept.apart:
        text = (
            "Ce texte a aussi été modifié dans un autre onglet ou sur un autre appareil. "
            "Les deux sont gardés ici."
        )
    messages.success(request, text)
    return redirect("questions:drafts")
