"""The desk of a syndic: `/syndic/`."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ambassadeurs.assemblees.forms import ResultForm
from ambassadeurs.assemblees.selectors import assemblies_of, says_cancelled
from ambassadeurs.assemblees.views import ask_past, ask_result, held_of
from ambassadeurs.coproprietes.projects.invitations import Placed, locate, of_register
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.services.desk_acts import as_told
from ambassadeurs.registre.search import search_of
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import organisations_of
from socle.spreadsheets import csv_response

from ..errors import SyndicError
from ..models import ManagedBuilding
from ..numbers import SYNDIC_NUMBERS
from . import services, table
from .demande import colleagues_at
from .forms import ManagedBuildingForm, RegisteredForm, TableForm
from .perms import can_remove
from .table import managed_of, only_for_syndics, organisation_of

ALREADY = "« {} » est déjà dans votre tableau : rien n’est changé."


@require_safe
@only_for_syndics
def home(request: HttpRequest) -> HttpResponse:
    """The syndic one works for; the only one at once."""
    mine = organisations_of(request.user, OrganisationKind.SYNDIC)
    if len(mine) == 1:
        return redirect("syndics:desk", mine[0].slug)
    return render(request, "guichets/syndics/home.html", {"organisations": mine})


@require_safe
@only_for_syndics
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of its buildings."""
    organisation = organisation_of(request, slug)
    form = TableForm(request.GET)
    rows = organisation.managed_buildings.for_table().in_order(form.order())
    page = Paginator(rows, SYNDIC_NUMBERS.page).get_page(form.number())
    context = {
        "organisation": organisation,
        "form": TableForm(initial={"tri": form.order()}),
        "page_obj": page,
        "lines": [table.SyndicLine(one) for one in page.object_list],
    }
    return render(request, "guichets/syndics/desk.html", context)


@require_safe
@only_for_syndics
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The same table for a spreadsheet."""
    rows = organisation_of(request, slug).managed_buildings.for_table().in_order()
    return csv_response("immeubles", table.csv_rows(rows))


@require_safe
@only_for_syndics
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for a building in the national register, to add it."""
    organisation = organisation_of(request, slug)
    found, status = search_of(request)
    context = found | {"organisation": organisation}
    return render(request, "guichets/syndics/find.html", context, status=status)


@require_POST
@only_for_syndics
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a building of the register in the table."""
    organisation = organisation_of(request, slug)
    form = RegisteredForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Cet immeuble n’est plus dans le registre : décrivez-le.")
        return redirect("syndics:find", slug)
    row = form.cleaned_data["registre"]
    try:
        managed, is_new = services.add_registered(
            actor=request.user, organisation=organisation, row=row
        )
    except SyndicError as error:
        messages.error(request, str(error))
        return redirect("syndics:find", slug)
    _say_added(request, managed, is_new=is_new, placed=of_register(row))
    return redirect("syndics:building", slug, managed.pk)


@only_for_syndics
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """Describe a building by hand, and put it in the table."""
    organisation = organisation_of(request, slug)
    form = ManagedBuildingForm(request.POST if request.method == "POST" else None)

    def add_described(**told: Any) -> ManagedBuilding:
        placed, actor = locate(told["address"], told["commune"]), request.user
        managed, is_new = services.add_described(
            actor=actor, organisation=organisation, place=placed.point, **told
        )
        _say_added(request, managed, is_new=is_new, placed=placed)
        return managed

    if form.saves(add_described, SyndicError):
        return redirect("syndics:building", slug, form.saved.pk)
    return _form_page(request, organisation, form, None)


@only_for_syndics
def building(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is told of a building, to change; its requests."""
    managed = managed_of(request, slug, pk)
    row = managed.copropriete
    form = ManagedBuildingForm(
        request.POST if request.method == "POST" else None,
        copropriete=row,
        coming=assemblies_of(row).next,
    )

    def change(**told: Any) -> None:
        moves = {"address", "commune"} & set(form.changed_data)
        looks = "address" in told and (moves or row.longitude is None)
        placed = locate(told["address"], told["commune"]) if looks else Placed()
        services.change(actor=request.user, managed=managed, place=placed.point, **told)
        messages.success(request, "C’est enregistré.")
        if placed.warning and not row.is_connected:
            messages.warning(request, placed.warning)

    if form.saves(change):
        return redirect("syndics:building", slug, pk)
    return _form_page(request, managed.organisation, form, managed)


@only_for_syndics
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, then take the building off the table."""
    organisation = organisation_of(request, slug)
    if not can_remove(request.user, organisation):
        raise PermissionDenied("Seule une personne responsable retire un immeuble du tableau.")
    managed = managed_of(request, slug, pk)
    if request.method == "POST":
        services.remove(actor=request.user, managed=managed)
        messages.success(request, "L’immeuble est retiré de votre tableau.")
        return redirect("syndics:desk", slug)
    return render(
        request, "guichets/syndics/remove.html", {"organisation": organisation, "managed": managed}
    )


def _say_added(
    request: HttpRequest, managed: ManagedBuilding, *, is_new: bool, placed: Placed
) -> None:
    row = managed.copropriete
    if not is_new:
        messages.info(request, ALREADY.format(row.name))
        return
    messages.success(request, f"« {row.name} » est dans votre tableau.")
    if placed.warning:
        messages.warning(request, placed.warning)


def _form_page(
    request: HttpRequest,
    organisation: Organisation,
    form: ManagedBuildingForm,
    managed: ManagedBuilding | None,
) -> HttpResponse:
    demandes = []
    if managed is not None:
        asked = Demande.objects.filter(copropriete=managed.copropriete_id)
        demandes = list(asked.select_related("organisation", "requester", "copropriete"))
        as_told(demandes)
    context = {
        "organisation": organisation,
        "form": form,
        "managed": managed,
        "line": table.SyndicLine(managed) if managed else None,
        "demandes": demandes,
        "colleagues": colleagues_at(organisation) if demandes else [],
        "held": assemblies_of(managed.copropriete) if managed else None,
        "may_remove": managed is not None and can_remove(request.user, organisation),
    }
    return render(request, "guichets/syndics/building.html", context, status=form.http_status)


# How an assembly went, told by the syndic: from its table, the same question as its members.


TEMPLATE = "guichets/syndics/result.html"


@only_for_syndics
@says_cancelled(ResultForm)
def result(request: HttpRequest, slug: str, pk: int, assemblee: int) -> HttpResponse:
    """Of one whose day has come."""
    managed = managed_of(request, slug, pk)
    row = held_of(managed.copropriete, assemblee, _back(managed))
    page = _page(managed) | {"assemblee": row}
    return ask_result(request, row, TEMPLATE, _back(managed), page)


@only_for_syndics
def past(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Of one that was held before it was planned here."""
    managed = managed_of(request, slug, pk)
    page = _page(managed) | {"assemblee": None}
    return ask_past(request, managed.copropriete, TEMPLATE, _back(managed), page)


def _back(managed: ManagedBuilding) -> str:
    return reverse("syndics:building", args=[managed.organisation.slug, managed.pk])


def _page(managed: ManagedBuilding) -> dict[str, Any]:
    return {"managed": managed, "organisation": managed.organisation}
