"""The operator's desk: `/exploitant/`. A prospect of somebody else does not exist here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ambassadeurs.coproprietes.models import Ambassadeur
from cms.spreadsheets import csv_response
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.comptes.perms import organisations_of

from ..desks import operator
from ..desks.places import places_of
from ..enums import DeskStatus
from ..errors import MiseEnRelationError
from ..forms import PageForm
from ..forms_bulk import ASSIGN, BulkForm
from ..forms_desk import (
    AssignForm,
    OperatorFilterForm,
    ReplyForm,
    StatusForm,
    TemplateChoiceForm,
)
from ..models import MiseEnRelation
from ..perms import can_write_thread
from ..perms_desk import is_operator
from ..services import desk
from ..services.messages import post_message
from .doors import filters_query, only_for

if TYPE_CHECKING:
    import uuid

    from ..querysets import MiseEnRelationQuerySet

PENDING_SHOWN = 5
only_for_operators = only_for(is_operator, "Cet espace est celui des exploitants de réseau.")


@require_safe
@only_for_operators
def operator_desk(request: HttpRequest) -> HttpResponse:
    """Who waits first; then the rest; small figures on top."""
    return _list(request, _bulk_form(request))


@require_POST
@only_for_operators
def operator_bulk(request: HttpRequest) -> HttpResponse:
    """Several prospects at once, all or none; then the same list, with the same filters."""
    form = _bulk_form(request)
    if not form.is_valid():
        return _list(request, form, status=422)
    actor, mises = cast(User, request.user), form.cleaned_data["demandes"]
    try:
        if form.cleaned_data["acte"] == ASSIGN:
            done = desk.assign_several(actor=actor, mises=mises, colleague=form.taker)
        else:
            values = {name: form.cleaned_data[name] for name in ("status", "note")}
            done = desk.change_status_of_several(actor=actor, mises=mises, **values)
    except MiseEnRelationError as error:
        form.add_error("demandes", f"{error} Rien n’a changé.")
        return _list(request, form, status=409)
    messages.add_message(request, messages.SUCCESS if done else messages.INFO, form.told(done))
    query = request.GET.urlencode()
    return redirect(f"{reverse('mises_en_relation:operator_desk')}{'?' if query else ''}{query}")


@require_safe
@only_for_operators
def operator_csv(request: HttpRequest) -> HttpResponse:
    """The same list, with the same filters: what each person agreed to send.

    Nothing (422) where a filter is wrong: a list that leaves here is never wider than asked.
    """
    rows = MiseEnRelation.objects.at_operator_desk(request.user)
    form = _filter_form(request)
    selected = rows.none() if form.errors else _selected(rows, form)
    response = csv_response("demandes-de-raccordement", operator.export_rows(selected.iterator()))
    response.status_code = 422 if form.errors else 200
    return response


@require_safe
@only_for_operators
def operator_places(request: HttpRequest) -> JsonResponse:
    """The same list on the map, with the same filters; nothing (422) where one is wrong."""
    rows = MiseEnRelation.objects.at_operator_desk(request.user)
    form = _filter_form(request)
    found = places_of(rows.none() if form.errors else _selected(rows, form))
    status = 422 if form.errors else 200
    return JsonResponse(found, status=status, content_type="application/geo+json")


@require_safe
@only_for_operators
def prospect(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, _prospect(request, public_id))


@require_POST
@only_for_operators
def prospect_status(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    mise = _prospect(request, public_id)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _page(request, mise, status_form=form, status=422)
    before = mise.desk_status
    mise = desk.change_status(actor=cast(User, request.user), mise=mise, **form.cleaned_data)
    is_told = mise.desk_status not in {before, DeskStatus.A_TRAITER}
    messages.success(request, "C’est noté." + (" La personne est prévenue." if is_told else ""))
    return redirect("mises_en_relation:prospect", public_id)


@require_POST
@only_for_operators
def prospect_assign(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    mise = _prospect(request, public_id)
    form = AssignForm(request.POST, organisation=mise.organisation)
    if not form.is_valid():
        return _page(request, mise, assign_form=form, status=422)
    colleague = form.cleaned_data["colleague"]
    try:
        desk.assign(actor=cast(User, request.user), mise=mise, colleague=colleague)
    except MiseEnRelationError as error:
        form.add_error("colleague", str(error))
        return _page(request, mise, assign_form=form, status=409)
    told = f"{colleague.public_name} suit cette demande." if colleague else "Demande à confier."
    messages.success(request, told)
    return redirect("mises_en_relation:prospect", public_id)


@require_POST
@only_for_operators
def prospect_reply(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write in the thread from the desk, or first take up a ready answer."""
    mise = _prospect(request, public_id)
    form = ReplyForm(request.POST)
    if "reprendre" in request.POST:
        return _take_up(request, mise, form)
    if not form.is_valid():
        return _page(request, mise, reply_form=form, status=422)
    try:
        post_message(actor=cast(User, request.user), mise=mise, **form.cleaned_data)
    except MiseEnRelationError as error:
        form.add_error("body", str(error))
        return _page(request, mise, reply_form=form, status=409)
    messages.success(request, "Votre réponse est partie. La personne la reçoit par courriel.")
    return redirect("mises_en_relation:prospect", public_id)


def _take_up(request: HttpRequest, mise: MiseEnRelation, typed: ReplyForm) -> HttpResponse:
    """The page again, the ready answer under what was typed: nothing leaves, nothing is lost."""
    choice = TemplateChoiceForm(request.POST, organisation=mise.organisation)
    kept = {
        "body": choice.under(typed["body"].value() or ""),
        "submission_key": typed["submission_key"].value(),
    }
    return _page(
        request,
        mise,
        template_form=choice,
        reply_form=ReplyForm(initial=kept),
        status=422 if choice.errors else 200,
    )


def _bulk_form(request: HttpRequest) -> BulkForm:
    return BulkForm(
        request.POST if request.method == "POST" else None,
        prospects=MiseEnRelation.objects.at_operator_desk(request.user).order_by("pk"),
        colleagues=_colleagues(request),
    )


def _list(request: HttpRequest, bulk_form: BulkForm, status: int = 200) -> HttpResponse:
    form = _filter_form(request, bulk_form.colleagues)
    rows = MiseEnRelation.objects.at_operator_desk(request.user)
    paginator = Paginator(_selected(rows, form), operator.PAGE_SIZE)
    page = paginator.get_page(PageForm(request.GET).page_number())
    context = {
        "form": form,
        "bulk_form": bulk_form,
        "page_obj": page,
        "lines": operator.lines(page.object_list),
        "figures": operator.figures(rows),
        "pending": Ambassadeur.objects.to_decide()
        .decidable_by(request.user)
        .for_decision()[:PENDING_SHOWN],
        "query": filters_query(request),
    }
    return render(request, "mises_en_relation/desks/operator.html", context, status=status)


def _prospect(request: HttpRequest, public_id: uuid.UUID) -> MiseEnRelation:
    rows = operator.for_desk(MiseEnRelation.objects.at_operator_desk(request.user))
    return get_object_or_404(rows.select_related("organisation", "requester"), public_id=public_id)


def _page(
    request: HttpRequest,
    mise: MiseEnRelation,
    *,
    status_form: StatusForm | None = None,
    assign_form: AssignForm | None = None,
    template_form: TemplateChoiceForm | None = None,
    reply_form: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    organisation = mise.organisation
    context = {
        "mise": mise,
        "line": operator.line_of(mise),
        "events": mise.events.select_related("actor"),
        "status_form": status_form or StatusForm(initial={"status": mise.desk_status}),
        "assign_form": assign_form
        or AssignForm(organisation=organisation, initial={"colleague": mise.assigned_to_id}),
        "template_form": template_form or TemplateChoiceForm(organisation=organisation),
        "reply_form": reply_form or ReplyForm(initial={"submission_key": uuid4()}),
        "can_reply": can_write_thread(request.user, mise),
    }
    return render(request, "mises_en_relation/desks/prospect.html", context, status=status)


def _colleagues(request: HttpRequest) -> list[User]:
    organisations = organisations_of(request.user, OrganisationKind.EXPLOITANT)
    return list(
        User.objects.filter(memberships__organisation__in=organisations, is_active=True)
        .distinct()
        .order_by("display_name", "pk")
    )


def _filter_form(request: HttpRequest, colleagues: list[User] | None = None) -> OperatorFilterForm:
    return OperatorFilterForm(
        request.GET or None,
        organisations=organisations_of(request.user, OrganisationKind.EXPLOITANT),
        colleagues=_colleagues(request) if colleagues is None else colleagues,
    )


def _selected(rows: MiseEnRelationQuerySet, form: OperatorFilterForm) -> Any:
    filters = form.filters
    return operator.ordered(
        operator.for_desk(operator.filtered(rows, filters)), filters.get("tri", "")
    )
