"""Decisions that wait for a second person: the list, the answer to one; lifting a measure."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communaute.comptes.models import User
from communaute.moderation.deadlines import is_told
from communaute.moderation.decision_rules import could_lift, is_second_for
from communaute.moderation.errors import InvalidDecisionError, ModerationNotAllowed, StaleCaseError
from communaute.moderation.models import Case, Decision, Proposal, Sanction
from communaute.moderation.registry import content_of
from communaute.moderation.sanctions.selectors import is_possible, proposals_seen_by
from communaute.moderation.sanctions.services import (
    confirm_proposal,
    decline_proposal,
    lift_sanction,
)
from socle.numbers import quantity

from ...deadlines import ends_after
from ...decision_rules import Reasons, measure_say
from ...enums import DecisionKind, Say
from ...errors import HeldByColleagueError
from ...numbers import NUMBERS
from ...perms import acting_organisations, has_reach
from ...sanctions.selectors import Past, history_of, ladder_for
from ...sanctions.services import propose_measure, reasons_of_proposal, sanction_person
from ...services import Ruling, stale
from ...services.assignments import NATIONAL_TEAM
from ...services.private import is_sealed
from ...still_true import waiting_proposals
from ..forms import ActingForm
from ..pages import day_of, mail_of, wordings_for
from ..views import acts
from ..views.acts import on_a_case
from ..views.queue import require_queue
from .forms import AnswerForm, LiftForm, MeasureForm


def mail_of_measure(
    user: User, case: Case, sanction: str, hours: int | None, reasons: Reasons
) -> str:
    """The mail of a measure that this person would take now."""
    kind, content = content_of(case)
    ruling = Ruling(
        case=case,
        kind=DecisionKind.SANCTION,
        actor=user,
        moderated_type=kind,
        content=content,
        reasons=reasons,
        sanction=sanction,
        ends_at=_end(hours),
    )
    return mail_of(ruling)


def mail_of_proposal(user: User, proposal: Proposal) -> str:
    """The mail that leaves if this person confirms the proposal now."""
    reasons = reasons_of_proposal(proposal)
    if proposal.sanction:
        return mail_of_measure(user, proposal.case, proposal.sanction, proposal.hours, reasons)
    kind, content = content_of(proposal.case)
    ruling = Ruling(
        case=proposal.case,
        kind=proposal.kind,
        actor=user,
        moderated_type=kind,
        content=content,
        reasons=reasons,
    )
    return mail_of(ruling)


def _end(hours: int | None) -> datetime | None:
    return None if hours is None else ends_after(hours, timezone.now())


DECLINED = "C’est noté : la proposition n’est pas suivie. Qui avait proposé est prévenu."
WITHDRAWN = "Votre proposition est retirée."
ALREADY = "Cette proposition est déjà close."
UNTOLD = "Cette proposition était déjà close : votre raison n’est partie à personne."
CONFIRMED_ALREADY = "Un collègue a déjà confirmé cette proposition."


@require_safe
@login_required
def proposals(request: HttpRequest) -> HttpResponse:
    """What one may confirm, what waits for somebody else, then what nobody may confirm any more."""
    require_queue(request.user)
    context: dict[str, list[Proposal]] = {"mine": [], "others": [], "over": []}
    for one in proposals_seen_by(request.user):
        whose = "mine" if is_second_for(request.user, one) else "others"
        context["over" if one.is_over else whose].append(one)  # type: ignore[attr-defined]
    return render(request, "moderation/sanctions/proposals.html", context)


@login_required
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision as the first person wrote it; the second one confirms it or not, the first one
    may take it back."""
    found = _found(request, pk)
    if request.method != "POST":
        return _page(request, found, AnswerForm())
    user = request.user
    if "retirer" in request.POST:
        try:
            closed = decline_proposal(actor=user, proposal=found)
        except InvalidDecisionError:
            messages.warning(request, ALREADY)
        else:
            is_mine = closed.declined_by_id in {None, user.pk}
            messages.info(request, WITHDRAWN if is_mine else ALREADY)
        return redirect(found.case)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        if form.confirms:
            made = confirm_proposal(actor=user, proposal=found)
            if made.decided_by_id == user.pk:
                acts.remember(request, [made])
            else:
                messages.info(request, CONFIRMED_ALREADY)
        else:
            closed = decline_proposal(actor=user, proposal=found, why=form.cleaned_data["why"])
            is_mine = closed.declined_by_id == user.pk
            messages.info(request, DECLINED if is_mine else UNTOLD)
    except (InvalidDecisionError, StaleCaseError) as error:
        form.add_error(None, str(error))
        return _page(request, _found(request, pk), form, status=409)
    return redirect(found.case)


def _found(request: HttpRequest, pk: int) -> Proposal:
    cases = Case.objects.visible_to(request.user).order_by().values("pk")
    return get_object_or_404(Proposal.objects.filter(case__in=cases).for_list(), pk=pk)


def _page(
    request: HttpRequest, found: Proposal, form: AnswerForm, status: int = 200
) -> HttpResponse:
    waits = found.closed_at is None
    kind, content = content_of(found.case)
    possible = waits and is_possible(found, kind, content)
    sealed = is_sealed(request.user, found.case)
    context = {
        "proposal": found,
        "case": found.case,
        "kind": kind,
        "content": content,
        "sealed": sealed,
        "waits": waits,
        "is_possible": possible,
        "may_confirm": waits and is_second_for(request.user, found),
        "may_decide": has_reach(request.user, found.case),
        "is_mine": found.proposed_by_id == request.user.pk,
        "preview": mail_of_proposal(request.user, found) if possible and not sealed else "",
        "form": form,
    }
    return render(request, "moderation/sanctions/proposal.html", context, status=status)


NOT_YOURS = "Cette mesure est levée par qui pouvait la prendre, ou la confirmer."
LIFTED = "C’est levé : la personne sera prévenue, avec votre raison."
LIFTED_UNTOLD = "C’est levé : la personne n’avait encore rien reçu, rien ne lui est envoyé."


def _lifted(measure: Sanction, lifting: Decision, user: User) -> str:
    """What became of it: a colleague may have lifted it before, for a reason of theirs."""
    if lifting.decided_by_id != user.pk:
        return "Cette mesure était déjà levée : votre raison n’est partie à personne."
    if measure.person is None:
        return "C’est levé. Le compte n’existe plus : personne n’est à prévenir."
    return LIFTED if is_told(measure.decision, lifting.decided_at) else LIFTED_UNTOLD


@login_required
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why, and the measure holds no more."""
    cases = Case.objects.visible_to(request.user).order_by().values("pk")
    rows = Sanction.objects.filter(decision__case__in=cases).for_list().select_related("person")
    places = ("decision__case__commune", "decision__case__departement", "lifted_by")
    found = get_object_or_404(rows.select_related(*places), pk=pk)
    case = found.decision.case
    if not could_lift(request.user, case, found.kind, found.hours):
        raise ModerationNotAllowed(NOT_YOURS)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.saves(partial(lift_sanction, actor=request.user, sanction=found), InvalidDecisionError):
        messages.info(request, _lifted(found, form.saved, request.user))
        return redirect(case)
    context = {
        "measure": found,
        "case": case,
        "sealed": is_sealed(request.user, case),
        "form": form,
        "stands": found.stands_at(timezone.now()),
    }
    return render(request, "moderation/sanctions/lift.html", context, status=form.http_status)


PROPOSED = (
    "C’est proposé : une deuxième personne confirme, ou non. D’ici là, rien ne change pour la "
    "personne, et rien ne lui est dit."
)


DONE_ALREADY = "C’était déjà enregistré : la mesure n’est prise, ou proposée, qu’une fois."


@on_a_case
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The ladder, what was given before, the form; then what was decided or proposed."""
    user, found = request.user, _case(request, pk)
    history = history_of(user, found.author)
    form = _form(user, found, history, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        acting = ActingForm(names=acting_organisations(user, found))
        return _measure_page(request, found, form, history, acting)
    acting = acts.acting_form(request, found)
    if "prendre" in request.POST:
        acts.take_over(request, found)
        found = _case(request, pk)
        typed = request.POST.dict() | {"version": found.version}
        form = _form(user, found, history, None, typed)
        return _measure_page(request, found, form, history, acting)
    if form.is_late(found.version):
        done = None if "apercu" in request.POST else _already(user, found, form)
        if done is not None:
            messages.info(request, DONE_ALREADY)
            return redirect(found if isinstance(done, Decision) else done)
        form.data = form.data.copy()
        form.data["version"] = found.version
        form.add_error(None, _moved(user, found))
        return _measure_page(request, found, form, history, acting, status=409)
    if not form.is_valid() or not acting.is_valid():
        return _measure_page(request, found, form, history, acting, status=422)
    asked = {"sanction": form.cleaned_data["sanction"], "hours": form.hours}
    say = measure_say(user, found, **asked)
    if say == Say.NO:
        form.add_error("until", _too_long())
        return _measure_page(request, found, form, history, acting, status=422)
    if "apercu" in request.POST:
        preview = mail_of_measure(user, found, **asked, reasons=form.reasons())
        return _measure_page(request, found, form, history, acting, preview=preview)
    asked |= {"version": form.cleaned_data["version"], "reasons": form.reasons()}
    asked |= {"note": form.cleaned_data["note"]}
    try:
        if say == Say.PROPOSE:
            proposal = propose_measure(actor=user, case=found, **asked)
            messages.success(request, PROPOSED)
            return redirect(proposal)
        decision = sanction_person(actor=user, case=found, **asked)
    except (StaleCaseError, HeldByColleagueError, InvalidDecisionError) as error:
        form.add_error(None, str(error))
        return _measure_page(request, found, form, history, acting, status=409)
    acts.remember(request, [decision])
    return redirect(found)


def _moved(user: User, case: Case) -> str:
    """Why the page is no longer as it was read: above all, somebody has just taken a measure."""
    last = case.decisions.select_related("organisation").order_by("pk").last()
    if last is None or not last.sanction:
        return str(stale(case, user))
    who = last.organisation or NATIONAL_TEAM
    return (
        f"La dernière mesure de ce dossier : {last.get_sanction_display().lower()}, par {who}. "
        "Relisez ce qui a été donné avant."
    )


def _already(user: User, case: Case, form: MeasureForm) -> Decision | Proposal | None:
    """What this person took or proposed already, when this is it: a second click."""
    if not form.is_valid():
        return None
    asked, reasons = form.cleaned_data, form.reasons()
    same = {"sanction": asked["sanction"], "note": asked["note"]}
    why = {"facts": reasons.facts, "rule": reasons.rule}
    about = {f"statement__{name}": value for name, value in why.items()}
    taken = case.decisions.standing().filter(decided_by=user, **same, **about).last()
    if taken is not None and _is_end(asked["until"], taken.ends_at):
        return taken
    waits = case.proposals.waiting().filter(proposed_by=user, **same, **why).last()
    return waits if waits and _is_end(asked["until"], _end(waits.hours)) else None


def _is_end(asked: date | None, ends_at: datetime | None) -> bool:
    """Whether a measure ends on the day that was asked; left empty, it is as long as proposed."""
    return asked is None or (ends_at is not None and timezone.localdate(ends_at) == asked)


def _case(request: HttpRequest, pk: int) -> Case:
    rows = Case.objects.visible_to(request.user).for_list().select_related("author")
    return get_object_or_404(rows.exclude(author=None), pk=pk)


def _form(
    user: User, case: Case, history: list[Past], data: Any, typed: dict[str, Any] | None = None
) -> MeasureForm:
    """`data` is what was sent; `typed`, what was typed and is not sent yet."""
    kind, content = content_of(case)
    text = kind.text(content) if kind and content else case.snapshot
    ladder = ladder_for(user, case, history)
    asked = {"ladder": ladder, "on": day_of(content), "text": text, "known": wordings_for(case)}
    if data is not None:
        return MeasureForm(data, **asked)
    following = next(str(rung.kind) for rung in ladder if rung.is_next)
    initial = typed or {"version": case.version, "sanction": following}
    return MeasureForm(initial=initial, **asked)


def _too_long() -> str:
    days = quantity(NUMBERS.alone_days, "jour")
    return (
        f"Au-delà de {days}, la mesure se propose par une personne responsable : choisissez un "
        "jour plus proche, ou confiez-lui le dossier."
    )


def _measure_page(
    request: HttpRequest,
    case: Case,
    form: MeasureForm,
    history: list[Past],
    acting: ActingForm,
    *,
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    kind, content = content_of(case)
    theirs = Case.objects.visible_to(request.user).filter(author=case.author)
    waiting = waiting_proposals().filter(case__in=theirs, is_over=False).exclude(sanction="")
    context = {
        "case": case,
        "kind": kind,
        "content": content,
        "proposals": waiting.select_related("proposed_by", "organisation"),
        "sealed": is_sealed(request.user, case),
        "form": form,
        "ladder": list(form.ladder.values()),
        "history": history,
        "acting": acting,
        "names": acting_organisations(request.user, case),
        "may_decide": has_reach(request.user, case),
        "preview": preview,
    }
    return render(request, "moderation/sanctions/take.html", context, status=status)
