"""One demande of advice at the agency's desk. One of another agency does not exist here."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ambassadeurs.mises_en_relation.enums import State
from ambassadeurs.mises_en_relation.errors import DemandeError, NotAllowed
from ambassadeurs.mises_en_relation.facts import sent_lines
from ambassadeurs.mises_en_relation.models import Demande
from communaute.comptes.models import User

from ..handling.acts import Acts, page_context
from ..lines import DeskLine
from . import stages
from .forms import StageForm
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
        return _page(request, demande, stage_form=form, status=422)
    stage, was_closed = form.cleaned_data["stage"], demande.state == State.CLOSED
    try:
        stages.move(actor=cast(User, request.user), demande=demande, stage=stage)
    except NotAllowed:
        raise
    except DemandeError as error:
        form.add_error("stage", str(error))
        return _page(request, demande, stage_form=form, status=409)
    is_told = stage == State.CLOSED and not was_closed
    messages.success(request, "C’est noté." + (" La personne est prévenue." if is_told else ""))
    return redirect("guichets:agency_demande", public_id)


def _demande(request: HttpRequest, public_id: UUID) -> Demande:
    rows = Demande.objects.at_agency_desk(request.user).select_related(
        "organisation", "requester", "commune", "assigned_to"
    )
    return get_object_or_404(rows, public_id=public_id)


def _page(request: HttpRequest, demande: Demande, status: int = 200, **given: Any) -> HttpResponse:
    context = page_context(request.user, demande, given)
    context["line"] = DeskLine(demande)
    context["sent"] = sent_lines(demande)
    context["stage"] = dict(stages.STAGES)[demande.state]
    context.setdefault("stage_form", StageForm(initial={"stage": demande.state}))
    return render(request, "guichets/agency_demande.html", context, status=status)


_ACTS = Acts(find=_demande, show=_page, page="guichets:agency_demande")
agency_demande_assign = require_POST(only_for_agencies(_ACTS.assign))
agency_demande_come_back = require_POST(only_for_agencies(_ACTS.come_back))
agency_demande_note = require_POST(only_for_agencies(_ACTS.note))
agency_demande_reply = require_POST(only_for_agencies(_ACTS.reply))
