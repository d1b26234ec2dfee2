"""Writing: the buildings of a syndic, added, changed, removed."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from ambassadeurs.assemblees.services import plan
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.projects.invitations import locate
from ambassadeurs.coproprietes.projects.services import place_at, tell_facts
from ambassadeurs.coproprietes.search import index_building
from ambassadeurs.coproprietes.services import forget_if_left, lock_buildings
from ambassadeurs.registre.models import RegisteredCopropriete
from ambassadeurs.reseaux.address_test.geocoding import ALONE_S, is_left_alone
from communaute.comptes.models import Organisation, User
from communaute.territoires.models import Commune
from socle.buildings import Stage, check_dwellings, check_lots
from socle.public_pages import touch_public_pages

from ..errors import NotOfThisSyndic, NowhereInFrance, TooManyBuildings
from ..models import ManagedBuilding
from ..numbers import SYNDIC_NUMBERS
from .perms import can_open, can_remove

type Point = tuple[float, float]


@transaction.atomic
def add_registered(
    *, actor: User, organisation: Organisation, row: RegisteredCopropriete
) -> tuple[ManagedBuilding, bool]:
    """Put a building of the national register in the table; returns whether it is new there.

    Raises NotOfThisSyndic, NowhereInFrance, TooManyBuildings.
    """
    held = lock_syndic(actor, organisation)
    if (known := find_known(held, register_number=row.number)) is not None:
        return known, False
    if row.commune is None:
        raise NowhereInFrance
    _check_room(held)
    place = (row.longitude, row.latitude) if row.longitude and row.latitude else None
    return _add(actor, held, place, facts_of(row)), True


@transaction.atomic
def add_described(
    *, actor: User, organisation: Organisation, place: Point | None, **told: Any
) -> tuple[ManagedBuilding, bool]:
    """Put a building in the table as it is told: `name`, `commune` and any of `projects.FACTS`,
    with `next_assembly_on`; `place` is its point (longitude, latitude). Returns whether it is new
    there.

    Raises NotOfThisSyndic, TooManyBuildings, ValidationError (field by field).
    """
    held = lock_syndic(actor, organisation)
    known = find_known(
        held,
        register_number=told.get("register_number", ""),
        address=told.get("address", ""),
        commune=told["commune"],
    )
    if known is not None:
        return known, False
    _check_room(held)
    return _add(actor, held, place, told), True


@transaction.atomic
def change(
    *,
    actor: User,
    managed: ManagedBuilding,
    place: Point | None = None,
    version: str = "",
    assembly_version: str = "",
    **told: Any,
) -> ManagedBuilding:
    """Change what is told of a building, `next_assembly_on` included; a new address without `place`
    forgets the old point. `version` is that of the page, as for `update_building`, and
    `assembly_version` as for `assemblees.plan`.

    Raises NotOfThisSyndic, ChangedMeanwhile, ValidationError (field by field).
    """
    held = lock_syndic(actor, managed.organisation)
    row = Copropriete.objects.select_for_update(of=("self",)).get(pk=managed.copropriete_id)
    _check_number(held, row, told.get("register_number", ""))
    assembly = _assembly_of(told)
    moved = any(
        name in told and told[name] != getattr(row, name) for name in ("address", "commune")
    )
    tell_facts(row, told, version)
    if (moved or place) and not row.is_connected:
        place_at(row, *(place or (None, None)))
    row.save()
    if assembly:
        plan(actor=actor, copropriete=row, version=assembly_version, **assembly)
    if row.is_connected:
        # Its ambassadors, if it has any, make it public.
        index_building(row.pk)
        touch_public_pages()
    return managed


@transaction.atomic
def remove(*, actor: User, managed: ManagedBuilding) -> None:
    """Take a building off the table, with all that was told of it; its requests stay open. Again
    changes nothing. Raises NotOfThisSyndic."""
    organisation = Organisation.objects.select_for_update().get(pk=managed.organisation_id)
    if not can_remove(actor, organisation):
        raise NotOfThisSyndic("Seule une personne responsable retire un immeuble du tableau.")
    lock_buildings(managed.copropriete_id)
    gone, _ = ManagedBuilding.objects.filter(pk=managed.pk).delete()
    if gone:
        forget_if_left(managed.copropriete_id)


@transaction.atomic
def settle(pk: int, place: Point | None) -> bool:
    """Measure from its `place` a building (pk of its line) that came by a file; returns whether
    this did it. Once: whoever corrects the address has it measured again."""
    managed = ManagedBuilding.objects.select_for_update().filter(pk=pk, settled_at=None).first()
    if managed is None:
        return False
    row = Copropriete.objects.select_for_update(of=("self",)).get(pk=managed.copropriete_id)
    if not row.is_connected:
        place_at(row, *(place or (None, None)))
        row.save()
    managed.settled_at = timezone.now()
    managed.save(update_fields=["settled_at"])
    return True


def lock_syndic(actor: User, organisation: Organisation) -> Organisation:
    """Lock the syndic: two people who add at once wait in turn. Raises NotOfThisSyndic."""
    if not can_open(actor, organisation):
        raise NotOfThisSyndic("Cet espace est celui d’un autre syndic.")
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def find_known(
    organisation: Organisation,
    *,
    register_number: str = "",
    address: str = "",
    commune: Commune | None = None,
) -> ManagedBuilding | None:
    """The building of the table with this number, else at this very address."""
    rows = organisation.managed_buildings.all()
    if register_number:
        return rows.filter(copropriete__register_number=register_number).first()
    if not address.strip():
        return None
    there = rows.filter(copropriete__commune=commune)
    return there.filter(copropriete__address__iexact=address.strip()).first()


def _check_number(organisation: Organisation, row: Copropriete, number: str) -> None:
    """Raises ValidationError when another building of the table has this number."""
    if not number or number == row.register_number:
        return
    known = find_known(organisation, register_number=number)
    if known is not None:
        message = f"« {known.copropriete.name} », de votre tableau, a déjà ce numéro : vérifiez-le."
        raise ValidationError({"register_number": message})


def facts_of(row: RegisteredCopropriete) -> dict[str, Any]:
    """What the register tells of a building, as `add_described` takes it."""
    return {
        "name": (row.name or row.address or row.number)[:120],
        "address": row.address[:200],
        "commune": row.commune,
        "lots": _within(check_lots, row.lots),
        "dwellings": _within(check_dwellings, row.dwellings),
        "period": row.period if row.has_period else "",
        "register_number": row.number,
    }


def room_left(organisation: Organisation) -> int:
    """How many more buildings its table may hold."""
    return max(0, SYNDIC_NUMBERS.buildings - organisation.managed_buildings.count())


def _check_room(organisation: Organisation) -> None:
    if not room_left(organisation):
        raise TooManyBuildings(SYNDIC_NUMBERS.buildings)


def _add(
    actor: User, organisation: Organisation, place: Point | None, told: dict[str, Any]
) -> ManagedBuilding:
    row = Copropriete(commune=told["commune"], heating_mode="")
    told.pop("assembly_version", None)
    assembly = _assembly_of(told)
    tell_facts(row, told | {"syndic_name": organisation.name})
    place_at(row, *(place or (None, None)))
    note_connected([row])
    row.save()
    managed = ManagedBuilding.objects.create(
        organisation=organisation, copropriete=row, added_by=actor, settled_at=timezone.now()
    )
    if assembly:
        plan(actor=actor, copropriete=row, **assembly)
    return managed


def note_connected(rows: Iterable[Copropriete]) -> None:
    """New buildings, not yet saved, whose public page says that they are connected: they are not
    asked for again."""
    public = Copropriete.objects.with_public_ambassadors().exclude(register_number="")
    numbered = {row.register_number: row for row in rows}
    told = public.filter(register_number__in=numbered)
    for number in told.values_list("register_number", flat=True):
        numbered[number].stage = Stage.CONNECTED


def _assembly_of(told: dict[str, Any]) -> dict[str, Any]:
    """What is told of the next assembly, taken from what is told of the building."""
    return {"held_on": told.pop("next_assembly_on")} if "next_assembly_on" in told else {}


def _within(check: Callable[[int], None], value: int | None) -> int | None:
    """What the register says, unless a building cannot be so."""
    try:
        if value is not None:
            check(value)
    except ValidationError:
        return None
    return value


@task
def settle_buildings() -> int:
    """Places and distances of the buildings that came by a file; returns how many were settled.

    Each in its own transaction, the geocoder asked outside of it; a second call finds nothing.
    While the geocoder is left alone the others wait for it: the task comes back.
    """
    done = last = 0
    waiting = ManagedBuilding.objects.waiting().select_related("copropriete__commune")
    while managed := waiting.filter(pk__gt=last).first():
        row, last = managed.copropriete, managed.pk
        if is_left_alone():
            later = timezone.now() + timedelta(seconds=ALONE_S)
            settle_buildings.using(run_after=later).enqueue()
            break
        known = (row.longitude, row.latitude) if row.longitude and row.latitude else None
        done += settle(managed.pk, known or locate(row.address, row.commune).point)
    return done
