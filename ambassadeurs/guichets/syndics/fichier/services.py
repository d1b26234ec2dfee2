"""Writing: the buildings of a file that was looked at and confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from ambassadeurs.assemblees.services import plan_new
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.projets.services import tell_facts
from ambassadeurs.demandes.services.together import attach_again
from ambassadeurs.registre.models import RegisteredCopropriete
from communaute.territoires.models import Commune
from socle.words import normalise

from ...errors import TooManyBuildings
from ...models import ManagedBuilding
from ...numbers import SYNDIC_NUMBERS
from ..demande.choosing import colleagues_at
from ..services import Place, facts_of, hold, room_left, settle_buildings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communaute.comptes.models import Organisation, User

    from .matching import Ready


@transaction.atomic
def add_all(
    *,
    actor: User,
    organisation: Organisation,
    rows: Iterable[tuple[dict[str, Any], Place | None]],
) -> int:
    """Put the buildings of a preview (`keeping.unpack`) in the table; returns how many are new.

    Those that came meanwhile are left as they are, so that twice adds once. Distances are measured
    by a task. Raises NotOfThisSyndic, TooManyBuildings: then nothing is added.
    """
    held = hold(actor, organisation)
    wanted = [(facts, place) for facts, place in rows]
    communes = Commune.objects.in_bulk({facts["commune"] for facts, _ in wanted})
    registered = RegisteredCopropriete.objects.select_related("commune").in_bulk(
        {number for facts, _ in wanted if (number := facts.get("register_number"))}
    )
    known = _known(held)
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
    Copropriete.objects.bulk_create(buildings)
    ManagedBuilding.objects.bulk_create(
        ManagedBuilding(organisation=held, copropriete=one, added_by=actor) for one in buildings
    )
    attach_again(people=colleagues_at(held), coproprietes=buildings)
    plan_new(dict(zip(buildings, days, strict=True)))
    if buildings:
        transaction.on_commit(settle_buildings.enqueue)
    return len(buildings)


def _known(organisation: Organisation) -> set[object]:
    rows = ManagedBuilding.objects.of(organisation).values_list(
        "copropriete__register_number", "copropriete__commune", "copropriete__address"
    )
    known: set[object] = set()
    for number, commune, address in rows:
        known |= {number, (commune, normalise(address))}
    return known - {""}


def _building(
    organisation: Organisation, told: dict[str, Any], place: Place | None
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
    return f"syndics.fichier:{organisation.pk}:{actor.pk}"
