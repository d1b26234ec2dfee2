"""Appeals: read and answered by the national team or another agency, never by who decided."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communaute.moderation.errors import (
    AppealRefusedError,
    InvalidDecisionError,
    StaleCaseError,
)
from communaute.moderation.models import Appeal
from communaute.moderation.perms import (
    can_decide_appeal,
    can_moderate,
    can_see_appeals,
    deciders_of,
)
from communaute.moderation.registry import type_of
from communaute.moderation.services.private import is_sealed

from . import decide_appeal
from .forms import AppealDecisionForm

PAGE_SIZE = 25


@require_safe
@login_required
def appeals(request: HttpRequest) -> HttpResponse:
    """All appeals, those that wait first."""
    if not can_see_appeals(request.user):
        message = "Les recours sont examinés par l’équipe nationale et les responsables d’agence."
        raise PermissionDenied(message)
    rows = Appeal.objects.visible_to(request.user)
    page = Paginator(rows.for_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "waiting": rows.waiting().count()}
    return render(request, "moderation/appeals.html", context)


@require_safe
@login_required
def appeal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = _appeal(request, pk)
    return _page(request, found, _form(found))


@require_POST
@login_required
def answer_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an appeal, in writing."""
    found = _appeal(request, pk)
    form = _form(found, request.POST)
    if _is_answered_so(request, found):
        messages.success(request, _answered(found))
        return redirect("moderation:appeals")
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        decide_appeal(actor=request.user, appeal=found, **form.answer())  # type: ignore[arg-type]
    except InvalidDecisionError as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=422)
    except (AppealRefusedError, StaleCaseError) as error:
        found = _appeal(request, pk)
        if _is_answered_so(request, found):
            messages.success(request, _answered(found))
            return redirect("moderation:appeals")
        form.add_error(None, str(error))
        form = form.at_version(found.statement.decision.case.version)
        return _page(request, found, form, status=409)
    messages.success(request, _answered(found))
    return redirect("moderation:appeals")


def _answered(appeal: Appeal) -> str:
    if appeal.statement.recipient_id:
        return "Votre réponse est envoyée à l’auteur du recours."
    return (
        "Votre réponse est enregistrée. L’auteur du recours n’a plus de compte : rien ne lui est "
        "envoyé, il la lira par le lien du courriel qui lui disait la décision."
    )


def _is_answered_so(request: HttpRequest, appeal: Appeal) -> bool:
    """Whether this person gave this very answer already: a second click."""
    if appeal.decided_by_id is None or appeal.decided_by_id != request.user.pk:
        return False
    reply = request.POST.get("reply", "")
    same_words = reply.split() == appeal.reply.split()
    return same_words and request.POST.get("outcome") == appeal.outcome


def _appeal(request: HttpRequest, pk: int) -> Appeal:
    return get_object_or_404(Appeal.objects.visible_to(request.user).for_list(), pk=pk)


def _form(appeal: Appeal, data: Any = None) -> AppealDecisionForm:
    return AppealDecisionForm(data, appeal=appeal, kind=type_of(appeal.statement.decision.case))


def _page(
    request: HttpRequest, appeal: Appeal, form: AppealDecisionForm, status: int = 200
) -> HttpResponse:
    case = appeal.statement.decision.case
    sealed = is_sealed(request.user, case)
    can_answer = can_decide_appeal(request.user, appeal)
    context = {
        "appeal": appeal,
        "statement": appeal.statement,
        "measure": getattr(appeal.statement, "measure", None),
        "kind": type_of(case),
        "case": case,
        "sealed": sealed,
        "may_read": True,
        "route": deciders_of(appeal)[0],
        "may_open": can_moderate(request.user, case),
        "may_answer": can_answer,
        "form": form if can_answer and not sealed else None,
        "refused": form.non_field_errors() if form.is_bound else [],
    }
    return render(request, "moderation/appeal.html", context, status=status)
