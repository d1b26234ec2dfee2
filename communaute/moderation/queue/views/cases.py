"""One case: read it, decide it, go on with the next one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from communaute.moderation.errors import (
    HeldByColleagueError,
    InvalidDecisionError,
    SecondPersonError,
    StaleCaseError,
)
from communaute.moderation.models import Appeal, Case
from communaute.moderation.sanctions.services import propose_decision
from communaute.moderation.services import claim_case, decide_case, stale
from communaute.moderation.services.decisions import EDITED
from communaute.moderation.services.private import is_sealed, open_private

from ..forms import ActingForm, DecisionForm, QueueFilterForm
from ..pages import (
    case_context,
    decision_form,
    is_decided_so,
    mail_preview,
)
from ..screen import offer, with_history
from . import acts
from .acts import go_on, sent_decision, signed_in_act

LOG = "journal"
OTHER_BUTTONS = {"prendre", "reprendre", "preview"}
DECIDED_ALREADY = "Votre décision était déjà enregistrée : elle n’est prise qu’une fois."
PROPOSED = (
    "C’est proposé, pas encore décidé : une deuxième personne confirme, ou non. D’ici là, rien ne "
    "change pour le texte, et rien n’est dit à son auteur."
)


@require_safe
@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case, whole, with what one may decide."""
    found = _case(request, pk)
    return _page(request, found, decision_form(request.user, found))


@signed_in_act
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide, then show the next case; or first take up a ready-made wording, or preview the
    author's mail. A case that moved meanwhile is shown again (409)."""
    found = _case(request, pk)
    if is_sealed(request.user, found):  # type: ignore[arg-type]
        return redirect(found)
    if "prendre" in request.POST:
        return _take_over(request, found)
    form = decision_form(request.user, found, data=sent_decision(request))
    if form is None or form.is_late(found.version):
        return _moved(request, found, stale(found, request.user))
    if form.is_of_another_text():
        return _moved(request, found, StaleCaseError(EDITED, case=found))
    if "reprendre" in request.POST:
        return _take_up(request, found, form)
    acting = acts.acting_form(request, found)
    if not form.is_valid() or not acting.is_valid():
        return _page(request, found, form, status=422, acting=acting)
    if "preview" in request.POST:
        return _page(request, found, form, preview=mail_preview(request.user, found, form))  # type: ignore[arg-type]
    try:
        return _decided(request, found, form)
    except (StaleCaseError, HeldByColleagueError) as error:
        return _moved(request, found, error)
    except InvalidDecisionError as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=422)


def _decided(request: HttpRequest, case: Case, form: DecisionForm) -> HttpResponse:
    """The decision, then the next case; or what is proposed, when a second person confirms it."""
    user, asked = request.user, _decision(form)
    try:
        decision = decide_case(actor=user, case=case, **asked)
    except SecondPersonError:
        del asked["detail"]
        propose_decision(actor=user, case=case, **asked)
        messages.success(request, PROPOSED)
        return redirect(case)
    return go_on(request, [decision])


@signed_in_act
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the private text of a case: it is logged, then shown where it was asked for. Who
    answers an appeal reads it too, even of a case that is not theirs."""
    appeals = Appeal.objects.visible_to(request.user).order_by()
    mine = Case.objects.visible_to(request.user).order_by()
    asked = appeals.values("statement__decision__case")
    rows = Case.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=asked))
    found = get_object_or_404(rows, pk=pk)
    open_private(actor=request.user, case=found)  # type: ignore[arg-type]
    back = request.POST.get("retour", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)
    query = QueueFilterForm(request.GET).query
    return redirect(found.get_absolute_url() + (f"?{query}" if query else ""))


def _case(request: HttpRequest, pk: int) -> Case:
    rows = with_history(Case.objects.visible_to(request.user).for_list(), request.user)  # type: ignore[arg-type]
    return get_object_or_404(rows, pk=pk)


def _decision(form: DecisionForm) -> dict[str, Any]:
    names = ("version", "seen", "kind", "note", "detail")
    return {name: form.cleaned_data[name] for name in names} | {"reasons": form.reasons()}


def _page(
    request: HttpRequest,
    case: Case,
    form: DecisionForm | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = case_context(request.user, case, form, log=LOG in request.GET)  # type: ignore[arg-type]
    context |= {
        "acting": ActingForm(names=context["names"], initial=request.POST.dict()),
        "preview": "",
        "stale": None,
        "query": QueueFilterForm(request.GET).query,
        # Beside what was just sent, the last decision would be taken for this one.
        "undo": _undo(request, case) if request.method != "POST" else None,
    }
    return render(request, "moderation/case.html", context | more, status=status)


def _undo(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """What one has just decided of the case before this one, which led here; else of this one."""
    if (of_the_one_before := offer(request, on=case)) is not None:
        return of_the_one_before
    return acts.offer_on_its_page(request, case) if case.has_decisions else None  # type: ignore[attr-defined]


def _take_up(request: HttpRequest, case: Case, form: DecisionForm) -> HttpResponse:
    """The case again, with the facts of the reason chosen under what was typed, to go on from:
    nothing is decided."""
    form.full_clean()
    key = form.cleaned_data.get("modele", "")
    if not key:
        form.errors.clear()
        form.add_error("modele", "Choisissez d’abord une raison de la liste.")
        return _page(request, case, form, status=422)
    typed = request.POST.dict()
    typed |= DecisionForm.starting_point(key, typed.get("facts", ""))
    return _page(request, case, decision_form(request.user, case, typed=typed))


def _take_over(request: HttpRequest, case: Case) -> HttpResponse:
    """The case, taken from the colleague who held it, with what was typed."""
    try:
        claim_case(actor=request.user, case=case, take_over=True)
    except StaleCaseError as error:
        return _moved(request, case, error)
    found = _case(request, case.pk)
    return _page(request, found, decision_form(request.user, found, typed=sent_decision(request)))


def _moved(
    request: HttpRequest, case: Case, error: StaleCaseError | HeldByColleagueError
) -> HttpResponse:
    """The case as it is now, what was decided meanwhile, and what this person had typed; the next
    one when it is this very decision."""
    if error.decision is not None and not OTHER_BUTTONS & request.POST.keys():
        sent = sent_decision(request)
        if is_decided_so(request.user, error.decision, sent):
            messages.info(request, DECIDED_ALREADY)
            return go_on(request, [error.decision])
    case = _case(request, case.pk)
    form = decision_form(request.user, case, typed=sent_decision(request))
    return _page(request, case, form, status=409, stale=error)
