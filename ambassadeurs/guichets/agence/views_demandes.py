"""One demande of advice at the agency's desk. One of another agency does not exist here."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from ambassadeurs.demandes.facts import sent_lines
from ambassadeurs.demandes.models import Demande

from ..handling.acts import Acts, page_context
from ..handling.forms import ReplyForm
from ..lines import DeskLine
from . import stages
from .forms import AgencyReplyForm, StageForm
from .views import only_for_agencies


@require_safe
@only_for_agencies
def agency_demande(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, _demande(request, public_id))


@require_POST
@only_for_agencies
def agency_demande_stage(request: HttpRequest, public_id: UUID) -> HttpResponse:
    demande = _demande(request, public_id)
    form = StageForm(request.POST)
    if not form.is_valid():
        return _page(request, demande, status_form=form, status=422)
    act = partial(stages.move, **form.cleaned_data)
    return _ACTS.run(request, demande, form, act, field="stage", told="C’est noté.")


def _demande(request: HttpRequest, public_id: UUID) -> Demande:
    rows = Demande.objects.at_agency_desk(request.user).select_related(
        "organisation", "requester", "commune", "assigned_to"
    )
    return get_object_or_404(rows, public_id=public_id)


def _page(request: HttpRequest, demande: Demande, status: int = 200, **given: Any) -> HttpResponse:
    context = page_context(request, demande, given)
    context["line"] = DeskLine(demande)
    context["sent"] = sent_lines(demande)
    context["stage"] = dict(stages.STAGES)[demande.state]
    seen = {"stage": demande.state, "version": demande.version}
    context.setdefault("status_form", StageForm(initial=seen))
    context.setdefault("reply_form", _reply_form(demande, initial=context["unsent"].typed))
    return render(request, "guichets/agency_demande.html", context, status=status)


def _reply_form(demande: Demande, *sent: Any, initial: dict[str, Any] | None = None) -> ReplyForm:
    now = {"stage": demande.state, "seen": demande.state}
    now |= {"version": demande.version, "submission_key": uuid4()}
    return AgencyReplyForm(*sent, initial=now | (initial or {}))


_ACTS = Acts(
    find=_demande,
    show=_page,
    page="guichets:agency_demande",
    reply_form=_reply_form,
    answer=stages.answer,
)
agency_demande_assign = require_POST(only_for_agencies(_ACTS.assign))
agency_demande_come_back = require_POST(only_for_agencies(_ACTS.come_back))
agency_demande_note = require_POST(only_for_agencies(_ACTS.note))
agency_demande_reply = require_POST(only_for_agencies(_ACTS.reply))
