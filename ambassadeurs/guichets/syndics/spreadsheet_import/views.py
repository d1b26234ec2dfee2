"""Adding buildings by a file: choose it, look at what it would add, confirm."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ambassadeurs.assemblees.services import plan_new
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.projects.services import tell_facts
from ambassadeurs.registre.models import RegisteredCopropriete
from communaute.comptes.models import Organisation, User
from communaute.territoires.models import Commune
from socle.numbers import quantity
from socle.ratelimit import allow
from socle.words import normalise

from ...errors import SyndicError, TooManyBuildings
from ...models import ManagedBuilding
from ...numbers import SYNDIC_NUMBERS
from ..forms import ConfirmForm, SheetForm
from ..services import Point, facts_of, lock_syndic, note_connected, room_left, settle_buildings
from ..table import only_for_syndics, organisation_of
from .matching import Preview, Ready, known_keys, preview

STALE = "Cette page a expiré : rien n’est ajouté. Choisissez de nouveau votre fichier."
BUSY = "Trop de fichiers à la suite. Réessayez dans une heure."


@only_for_syndics
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; then what it would add, and why each other line is left out."""
    organisation = organisation_of(request, slug)
    if request.method != "POST":
        return _page(request, organisation, SheetForm())
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, organisation, form, status=422)
    if not allow(request, action="syndic_file", rate="30/h"):
        form.add_error("fichier", BUSY)
        return _page(request, organisation, form, status=429)
    return _preview(request, organisation, preview(organisation, form.cleaned_data["fichier"]))


@require_POST
@only_for_syndics
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Add what the preview showed."""
    organisation, actor = organisation_of(request, slug), request.user
    form = ConfirmForm(request.POST)
    sent = form.cleaned_data["immeubles"] if form.is_valid() else ""
    rows = unpack(actor, organisation, sent)
    again = SheetForm()
    if rows is None:
        return _page(request, organisation, again, status=422, problem=STALE)
    try:
        number = add_all(actor=actor, organisation=organisation, rows=rows)
    except SyndicError as error:
        return _page(request, organisation, again, status=409, problem=str(error))
    if number:
        added = "est ajouté" if number == 1 else "sont ajoutés"
        text = f"{quantity(number, 'immeuble')} {added}. Les distances se calculent."
        messages.success(request, text)
    else:
        messages.info(request, "Ces immeubles étaient déjà dans votre tableau.")
    return redirect("syndics:desk", slug)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: SheetForm,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "problem": problem,
    }
    return render(request, "guichets/syndics/file.html", context, status=status)


def _preview(request: HttpRequest, organisation: Organisation, found: Preview) -> HttpResponse:
    signed = pack(request.user, organisation, found.ready) if found.ready else ""
    context = {
        "organisation": organisation,
        "found": found,
        "lines": [(one, found.towns.get(one.facts["commune"], "")) for one in found.ready],
        "form": ConfirmForm(initial={"immeubles": signed}),
    }
    return render(request, "guichets/syndics/preview.html", context)


# Writing: the buildings of a file that was looked at and confirmed.


@transaction.atomic
def add_all(
    *,
    actor: User,
    organisation: Organisation,
    rows: Iterable[tuple[dict[str, Any], Point | None]],
) -> int:
    """Put the buildings of a preview (`unpack`) in the table; returns how many are new.

    Those that came meanwhile are left as they are, so that twice adds once. Distances are measured
    by a task. Raises NotOfThisSyndic, TooManyBuildings: then nothing is added.
    """
    held = lock_syndic(actor, organisation)
    wanted = list(rows)
    communes = Commune.objects.in_bulk({facts["commune"] for facts, _ in wanted})
    registered = RegisteredCopropriete.objects.select_related("commune").in_bulk(
        {number for facts, _ in wanted if (number := facts.get("register_number"))}
    )
    known = known_keys(held)
    buildings, days = [], []
    for facts, place in wanted:
        key = facts.get("register_number") or (facts["commune"], normalise(facts["address"]))
        if key in known or facts["commune"] not in communes:
            continue
        known.add(key)
        row = registered.get(facts.get("register_number", ""))
        day = facts.pop("next_assembly_on", None)
        told = (facts_of(row) if row else {}) | facts | {"commune": communes[facts["commune"]]}
        if (building := _building(held, told, place)) is not None:
            buildings.append(building)
            days.append(date.fromisoformat(day) if day else None)
    if len(buildings) > room_left(held):
        raise TooManyBuildings(SYNDIC_NUMBERS.buildings)
    note_connected(buildings)
    Copropriete.objects.bulk_create(buildings)
    ManagedBuilding.objects.bulk_create(
        ManagedBuilding(organisation=held, copropriete=one, added_by=actor) for one in buildings
    )
    plan_new(dict(zip(buildings, days, strict=True)))
    if buildings:
        transaction.on_commit(settle_buildings.enqueue)
    return len(buildings)


def _building(
    organisation: Organisation, told: dict[str, Any], place: Point | None
) -> Copropriete | None:
    """Not saved, not measured; None when a rule changed since the preview."""
    row = Copropriete(commune=told["commune"], heating_mode="")
    if place is not None:
        row.longitude, row.latitude = place
    try:
        tell_facts(row, told | {"syndic_name": organisation.name})
    except ValidationError:
        return None
    return row


def pack(actor: User, organisation: Organisation, ready: list[Ready]) -> str:
    """The buildings of a preview, as one signed text."""
    rows = [[one.facts, one.place] for one in ready]
    return signing.dumps(rows, salt=_salt(actor, organisation), compress=True)


def unpack(
    actor: User, organisation: Organisation, text: str
) -> list[tuple[dict[str, Any], tuple[float, float] | None]] | None:
    """Facts and place of each building; None when the text is of somebody else, or too old."""
    age = timedelta(minutes=SYNDIC_NUMBERS.preview_minutes)
    try:
        rows = signing.loads(text, salt=_salt(actor, organisation), max_age=age)
    except signing.BadSignature:
        return None
    return [(facts, tuple(place) if place else None) for facts, place in rows]


def _salt(actor: User, organisation: Organisation) -> str:
    return f"syndics.spreadsheet_import:{organisation.pk}:{actor.pk}"
