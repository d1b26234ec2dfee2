"""Inviting an ambassador to answer a question."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from communaute.notifications.words import in_the_morning
from communaute.questions.models import Question

from ..errors import InvitationNotAllowed, QuestionsError
from ..forms import InviteForm
from ..perms import can_invite, is_author
from .services import invite_to_answer, no_more_invitations, suggestions


@never_cache
@login_required
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A few people suggested, with why; one is asked at a time."""
    questions = Question.objects.visible_to(request.user).select_related(
        "author", "space", "commune", "departement"
    )
    question = get_object_or_404(questions, pk=pk)
    if not can_invite(request.user, question):
        raise InvitationNotAllowed
    is_sent = request.method == "POST"
    if no_more_invitations(question):
        status = 409 if is_sent else 200
        return _show(request, question, InviteForm(candidates=[]), status=status)
    candidates = suggestions(question)
    if not is_sent:
        return _show(request, question, InviteForm(candidates=candidates))
    form = InviteForm(request.POST, candidates=candidates)
    if not form.is_valid():
        return _show(request, question, form, status=422)
    chosen = form.cleaned_data["person"]
    try:
        asked = invite_to_answer(actor=request.user, question=question, user=chosen)  # type: ignore[arg-type]
    except QuestionsError as error:
        form.add_error(None, str(error))
        return _show(request, question, form, status=409)
    hour = in_the_morning("routing.asked_you")
    messages.success(request, f"{asked.of} : la question lui est envoyée{hour}.")
    return redirect(question.get_absolute_url())


def _show(
    request: HttpRequest, question: Question, form: InviteForm, status: int = 200
) -> HttpResponse:
    context = {"question": question, "form": form, "asked": question.asked.all()}
    context["no_more"] = no_more_invitations(question)
    context["is_asker"] = is_author(request.user, question)
    return render(request, "questions/routing/invite.html", context, status=status)
