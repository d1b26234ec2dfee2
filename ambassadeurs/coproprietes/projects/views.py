"""« Ma copropriété »: one's buildings, found in the register or written by hand."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ambassadeurs.registre.models import RegisteredCopropriete
from ambassadeurs.registre.search import (
    BUSY,
    SHOWN,
    TOO_MANY,
    RegisterSearchForm,
    may_search,
    search_of,
)
from socle.ratelimit import allow

from ..errors import BuildingKnown
from ..models import Copropriete, JoinRequest
from . import services
from .forms import BuildingForm, KnownForm, StartForm
from .invitations import Placed, locate
from .pages import build_page
from .views_members import answer_known

INVALID, CONFLICT = 422, 409
ALREADY_YOURS = (
    "Cette copropriété est déjà dans votre compte : la voici, comme vous l’aviez décrite. "
    "Pour la changer, choisissez « Modifier »."
)


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """One's buildings; the only one at once."""
    mine = services.buildings_of(request.user)
    buildings = list(mine.select_related("commune", "nearest_reseau"))
    asked = JoinRequest.objects.filter(user=request.user).select_related("copropriete__commune")
    join_requests = list(asked.order_by("asked_at", "pk"))
    if len(buildings) == 1 and not join_requests:
        return redirect("ambassadeurs:project", buildings[0].pk)
    context = {"buildings": buildings, "join_requests": join_requests}
    return render(request, "coproprietes/project_home.html", context)


@require_safe
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """Look for one's building in the register, before writing it by hand."""
    found, status = search_of(request)
    form = found["form"]
    context = found | {
        "test": form.cleaned_data.get("test") if form.is_valid() else None,
        "is_empty_register": not RegisteredCopropriete.objects.exists(),
    }
    return render(request, "coproprietes/project_find.html", context, status=status)


@require_safe
@never_cache
@login_required
def register(request: HttpRequest) -> JsonResponse:
    """`{"results": [{"number", "name", "address", "commune", "lots", "period", "url"}]}`.

    Lines of the register as one types, ten at most; never a point nor a syndic.
    """
    form = RegisterSearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse(
            {"results": [], "error": "Texte trop long ou illisible."}, status=INVALID
        )
    if not may_search(request):
        return JsonResponse({"results": [], "error": BUSY}, status=TOO_MANY)
    rows = RegisteredCopropriete.objects.search(form.cleaned_data["q"], limit=SHOWN)
    test = form.cleaned_data["test"]
    return JsonResponse({"results": [_line(row, test) for row in rows]})


def _line(row: RegisteredCopropriete, test: object) -> dict[str, Any]:
    query = {"registre": row.number} | ({"test": str(test)} if test else {})
    return {
        "number": row.number,
        "name": row.name or row.address,
        "address": f"{row.address}, {row.postcode} {row.commune.name if row.commune else ''}",
        "lots": row.lots,
        "period": row.get_period_display() if row.has_period else "",
        "url": reverse("ambassadeurs:project_create", query=query),
    }


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Record one's building, prefilled by the register or an address test."""
    start = StartForm(request.GET)
    form = BuildingForm(request.POST if request.method == "POST" else None, initial=start.known())
    known, status = None, 200
    try:
        if form.is_valid():
            if not allow(request, action="create_building", rate="40/d"):
                form.add_error(None, "Vous avez déjà enregistré 40 copropriétés aujourd’hui.")
            elif building := _create(request, form, start):
                return redirect("ambassadeurs:project", building.pk)
    except BuildingKnown as error:
        known, status = answer_known(request, error), CONFLICT
        if known is None:
            return redirect("ambassadeurs:project_home")
    context = {
        "form": form,
        "known": known,
        "copropriete": None,
        "registered": start.value("registre"),
        "address_test": start.value("test"),
    }
    status = INVALID if form.errors else status
    return render(request, "coproprietes/project_form.html", context, status=status)


def _create(request: HttpRequest, form: BuildingForm, start: StartForm) -> Copropriete | None:
    told = form.cleaned_data
    if (known := services.described_before(request.user, **told)) is not None:  # type: ignore[arg-type]
        messages.info(request, ALREADY_YOURS)
        return known
    placed = locate(told["address"], told["commune"], start.value("registre"))
    longitude, latitude = placed.point or (None, None)
    try:
        building = services.create_building(
            actor=request.user,  # type: ignore[arg-type]
            longitude=longitude,
            latitude=latitude,
            address_test=start.value("test"),
            apart=KnownForm(request.POST, user=request.user).chooses(KnownForm.APART),  # type: ignore[arg-type]
            **told,
        )
    except ValidationError as problem:
        form.add_error(None, problem)
        return None
    messages.success(request, "Votre copropriété est enregistrée. Vous seul la voyez.")
    # The test of an address may have told the distance all the same.
    if placed.warning and building.distance_m is None:
        messages.warning(request, placed.warning)
    return building


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of the building, who can answer, what comes next, who takes part."""
    related = ("reseau", "nearest_reseau__exploitant", "told_connection__organisation")
    building = services.own_building(request.user, pk, *related)
    context = {"page": build_page(building, reader=request.user)}
    return render(request, "coproprietes/project_detail.html", context)


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts of one's building."""
    building = services.own_building(request.user, pk)
    form = BuildingForm(request.POST if request.method == "POST" else None, copropriete=building)
    context = {"form": form, "copropriete": building, "registered": None, "address_test": None}

    def update(**told: Any) -> None:
        placed = Placed()
        moves = {"address", "commune"} & set(form.changed_data)
        if "address" in told and (moves or building.longitude is None):
            placed = locate(told["address"], told.get("commune", building.commune))
        row = services.update_building(
            actor=request.user, copropriete=building, place=placed.point, **told
        )
        messages.success(request, "C’est enregistré.")
        warning = placed.warning_connected if row.is_connected else placed.warning
        if warning and row.distance_m is None:
            messages.warning(request, warning)

    if form.saves(update):
        return redirect("ambassadeurs:project", building.pk)
    return render(request, "coproprietes/project_form.html", context, status=form.http_status)
