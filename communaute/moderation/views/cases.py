"""One case: read it, hold it, decide it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ..errors import InvalidDecisionError, StaleCaseError
from ..forms import DecisionForm
from ..models import Case
from ..pages import case_context, decision_form, mail_preview, template_form
from ..services import claim_case, decide_case, release_case, stale

DONE = "C’est décidé. L’auteur et les personnes qui ont signalé sont prévenus."


def signed_in_act(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An act on a case by somebody signed in; others come back to the case, not to the act."""

    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("moderation:case", args=[pk]))
        return view(request, pk)

    return checked


@require_safe
@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case, whole, with what one may decide."""
    found = _case(request, pk)
    return _page(request, found, decision_form(found))


@signed_in_act
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    found = _case(request, pk)
    try:
        claim_case(actor=request.user, case=found)  # type: ignore[arg-type]
    except StaleCaseError as error:
        messages.warning(request, str(error))
    return redirect(found)


@signed_in_act
def release(request: HttpRequest, pk: int) -> HttpResponse:
    release_case(actor=request.user, case=_case(request, pk))  # type: ignore[arg-type]
    messages.success(request, "Le dossier est de nouveau dans la file.")
    return redirect("moderation:queue")


@signed_in_act
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide; or first take up a ready-made wording, or preview the author's mail. A case that
    moved meanwhile is shown again (409)."""
    found = _case(request, pk)
    form = decision_form(found, data=request.POST)
    if form is None or form.is_late(found.version):
        return _moved(request, found, stale(found))
    if "reprendre" in request.POST:
        return _take_up(request, found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if "preview" in request.POST:
        return _page(request, found, form, preview=mail_preview(request.user, found, form))  # type: ignore[arg-type]
    try:
        decide_case(actor=request.user, case=found, **_decision(form))  # type: ignore[arg-type]
    except StaleCaseError as error:
        return _moved(request, found, error)
    except InvalidDecisionError as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=422)
    messages.success(request, DONE)
    return redirect("moderation:queue")


def _case(request: HttpRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user).for_list(), pk=pk)


def _decision(form: DecisionForm) -> dict[str, Any]:
    names = ("version", "seen", "kind", "facts", "ground", "rule", "note")
    return {name: form.cleaned_data[name] for name in names}


def _page(
    request: HttpRequest,
    case: Case,
    form: DecisionForm | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = case_context(request.user, case, form)  # type: ignore[arg-type]
    context |= {"templates": template_form(case), "preview": "", "stale": None}
    return render(request, "moderation/case.html", context | more, status=status)


def _take_up(request: HttpRequest, case: Case) -> HttpResponse:
    """The case again, with the wording chosen beside what was typed: nothing is decided."""
    choice = template_form(case, request.POST)
    category = choice.cleaned_data["modele"] if choice.is_valid() else ""
    typed = request.POST.dict()
    typed |= DecisionForm.starting_point(category, typed.get("facts", ""))
    form = decision_form(case, typed=typed)
    return _page(request, case, form, status=422 if choice.errors else 200, templates=choice)


def _moved(request: HttpRequest, case: Case, error: StaleCaseError) -> HttpResponse:
    """The case as it is now, what was decided meanwhile, and what this person had typed."""
    case = _case(request, case.pk)
    return _page(
        request,
        case,
        decision_form(case, typed=request.POST),
        status=409,
        stale=error,
        typed={name: request.POST.get(name, "") for name in ("facts", "note")},
    )
