"""Writing: the building of a person who thinks of connecting, its facts and its distance.

A building that is not connected is private: its members read and change it (`visible_to`).
"""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task

from ambassadeurs.reseaux.address_test.eligibility import OutsideCoverage, evaluate
from ambassadeurs.reseaux.models import AddressTest, GeoVersion
from communaute.comptes.models import User
from communaute.territoires.models import Commune
from socle.buildings import (
    HeatingEnergy,
    check_boiler_power,
    check_boiler_year,
    check_dwellings,
    check_lots,
    is_register_number,
)
from socle.errors import ChangedMeanwhile, get_or_no_longer
from socle.forms import version_of
from socle.hooks import call_hooks
from socle.public_pages import touch_public_pages

from ..errors import CoproprieteNotAllowed
from ..join_requests import check_theirs, refuse_known
from ..models import Ambassadeur, Copropriete, CoproprieteMember
from ..querysets import CoproprieteQuerySet
from ..search import index_building
from ..services import cell_of, forget_if_left, place_building

NOT_YOURS = "Vous ne faites pas, ou plus, partie de cette copropriété."
# What a member may tell; all but the name and the commune may stay unknown.
FACTS = (
    "address",
    "quartier",
    "lots",
    "dwellings",
    "period",
    "heating_mode",
    "current_energy",
    "hot_water",
    "boiler_year",
    "boiler_power_kw",
    "stage",
    "syndic_name",
    "register_number",
)
_CHECKS: dict[str, Callable[[Any], object]] = {
    "lots": check_lots,
    "dwellings": check_dwellings,
    "boiler_year": check_boiler_year,
    "boiler_power_kw": check_boiler_power,
    "register_number": is_register_number,
}
_MEASURED = ("nearest_reseau", "distance_m", "in_pdp", "measured_version")
_PLACED = ("latitude", "longitude", "grid_x", "grid_y", *_MEASURED)
BATCH = 200


def buildings_of(user: object, now: datetime | None = None) -> CoproprieteQuerySet:
    """The buildings this person takes part in, the first joined first; none when signed out."""
    return Copropriete.objects.of_member(user, now).order_by("created_at", "pk")


def own_building(user: object, pk: int, *related: str) -> Copropriete:
    """A building of this person. Raises NoLonger, which leads to theirs, when they never took part
    in it or left it meanwhile."""
    rows = buildings_of(user).select_related("commune", *related)
    return get_or_no_longer(rows, NOT_YOURS, "ambassadeurs:project_home", pk=pk)


def facts_to_ask_with(user: User) -> dict[str, Any]:
    """What a question says of the building of this person, the first joined, and the space of its
    network, else of the nearest one (1 query)."""
    spaces = ("reseau__space", "nearest_reseau__space")
    building = buildings_of(user).select_related(*spaces).first()
    if building is None:
        return {}
    names = ("stage", "lots", "period", "heating_mode")
    network = building.reseau or building.nearest_reseau
    space = network.space.slug if network and network.space else ""
    facts = {name: getattr(building, name) for name in names}
    return facts | {"energy": building.current_energy, "space": space}


def departement_of_building(user: User) -> str:
    """Code of the département of the building of this person, the first joined, else of the one
    they speak for; "" without any (1 query)."""
    return _departements(user.pk).first() or ""


def _departements(user: int) -> QuerySet[Copropriete, str | None]:
    # A union, as in `of_member`: an « or » would read every building.
    joined = CoproprieteMember.objects.filter(user=user).values("copropriete")
    spoken_for = Ambassadeur.objects.filter(user=user).order_by().values("copropriete")
    buildings = Copropriete.objects.filter(pk__in=joined.union(spoken_for))
    buildings = buildings.order_by("created_at", "pk")
    return buildings.values_list("commune__departement", flat=True)[:1]


def described_before(
    actor: User, *, name: str, commune: Commune, **facts: Any
) -> Copropriete | None:
    """The building of `actor` with this number, or this name at this address, if there is one."""
    number = facts.get("register_number")
    same = {"register_number": number} if number else {"address": facts.get("address", "").strip()}
    mine = Copropriete.objects.of_member(actor).filter(commune=commune, **same)
    return (mine if number else mine.filter(name=name.strip())).first()


@transaction.atomic
def create_building(
    *,
    actor: User,
    name: str,
    commune: Commune,
    longitude: float | None = None,
    latitude: float | None = None,
    address_test: AddressTest | None = None,
    apart: bool = False,
    **facts: Any,
) -> Copropriete:
    """Record the building of `actor`, who becomes its first member.

    `facts` are those of `FACTS`, all optional. The place (WGS84 degrees) gives the distance to the
    nearest network; without it, the one of `address_test` is kept, if given.
    A building described before is returned as it is. `apart`: even if others follow it here.
    Raises BuildingKnown (others do), ValidationError (field by field), TypeError for another field.
    """
    # Two clicks at once: the second waits for the first, and finds its building.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if (known := described_before(actor, name=name, commune=commune, **facts)) is not None:
        return known
    if not apart:
        number, address = facts.get("register_number", ""), facts.get("address", "")
        refuse_known(actor, commune=commune, register_number=number, address=address)
    copropriete = Copropriete(name=name.strip(), commune=commune, heating_mode="")
    tell_facts(copropriete, facts)
    place_at(copropriete, longitude, latitude)
    if copropriete.longitude is None and address_test is not None:
        _measure_from(copropriete, address_test)
    copropriete.save()
    CoproprieteMember.objects.create(copropriete=copropriete, user=actor)
    return copropriete


@transaction.atomic
def update_building(
    *,
    actor: User,
    copropriete: Copropriete,
    place: tuple[float, float] | None = None,
    version: str = "",
    **facts: Any,
) -> Copropriete:
    """Change what is known of a building: any of `FACTS`, `name`, `commune`. `version` is that of
    the page (`version_of_building`; empty: of no page).

    `place` (longitude, latitude, WGS84 degrees) moves the building; with a new address or commune
    and no place, the old place is forgotten: it was the one of another address.
    Raises CoproprieteNotAllowed (not a member; another place for a connected building),
    ChangedMeanwhile, ValidationError.
    """
    row = Copropriete.objects.select_for_update(of=("self",)).get(pk=copropriete.pk)
    check_theirs(actor, row)
    moved = any(
        name in facts and facts[name] != getattr(row, name) for name in ("address", "commune")
    )
    if row.is_connected and (moved or place) and not _is_first_address(row, facts):
        message = "L’adresse d’une copropriété raccordée ne se change pas ici. Écrivez-nous."
        raise CoproprieteNotAllowed(message)
    tell_facts(row, facts, version)
    if (moved or place) and not row.is_connected:
        longitude, latitude = place or (None, None)
        place_at(row, longitude, latitude)
    row.save()
    if row.is_connected:
        place_building(copropriete=row, place=place)
        index_building(row.pk)
        touch_public_pages()
    return row


def version_of_building(copropriete: Copropriete) -> str:
    """What the page that changes a building shows of it, for `update_building`."""
    return version_of(*(getattr(copropriete, name) for name in ("name", "commune_id", *FACTS)))


@transaction.atomic
def complete_building(
    *,
    actor: User,
    copropriete: Copropriete,
    address: str = "",
    address_test: AddressTest | None = None,
) -> Copropriete:
    """Add what is missing to a project: its address, the distance that a test of it answered.

    What is known already is never replaced, and a connected building is left as it is.
    Raises CoproprieteNotAllowed (not a member), ValidationError.
    """
    row = Copropriete.objects.select_for_update(of=("self",)).get(pk=copropriete.pk)
    check_theirs(actor, row)
    if row.is_connected:
        return row
    if address and not row.address:
        tell_facts(row, {"address": address})
    if address_test is not None and row.distance_m is None and row.longitude is None:
        _measure_from(row, address_test)
    row.save()
    return row


@transaction.atomic
def leave_building(*, actor: User, copropriete: Copropriete) -> bool:
    """Leave a building; its last member takes it away, unless it is connected.

    Returns whether the building is gone. Leaving twice changes nothing.
    """
    row = Copropriete.objects.select_for_update(of=("self",)).filter(pk=copropriete.pk).first()
    if row is None:
        return True
    left, _ = CoproprieteMember.objects.filter(copropriete=row, user=actor).delete()
    call_hooks("coproprietes.left", actor, row.pk)
    return bool(left) and forget_if_left(row.pk)


def remeasure() -> int:
    """Measure again the buildings that older traces answered; returns how many.

    In batches of 200, each a transaction of its own: the site goes on writing meanwhile. A second
    call finds nothing to do. Called after each network import (`tasks.remeasure_buildings`).
    """
    version = current_version()
    rows = (
        Copropriete.objects.filter(connected_year__isnull=True, longitude__isnull=False)
        .exclude(measured_version=version)
        .select_related("commune")
        .order_by("pk")
    )
    done = last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        for copropriete in batch:
            _measure(copropriete, version)
        Copropriete.objects.bulk_update(batch, _MEASURED)
        done += len(batch)
        last = batch[-1].pk
    return done


def current_version() -> str:
    """The state of the traces that a distance was measured on."""
    token = GeoVersion.objects.filter(pk=1).values_list("token", flat=True).first()
    return str(token or "sans-trace")


def _is_first_address(copropriete: Copropriete, facts: dict[str, Any]) -> bool:
    """A connected building that had no place gets one, in the same commune."""
    commune = facts.get("commune", copropriete.commune)
    had_place = copropriete.address or copropriete.longitude is not None
    return not had_place and commune == copropriete.commune


def tell_facts(copropriete: Copropriete, facts: dict[str, Any], version: str = "") -> None:
    """Set facts of `FACTS`, checked; not saved. `version` is that of the page
    (`version_of_building`; empty: of no page). Raises ValidationError (field by field),
    ChangedMeanwhile.
    """
    now = version_of_building(copropriete)
    unknown = facts.keys() - {*FACTS, "name", "commune"}
    if unknown:
        message = f"Ce ne sont pas des faits d’une copropriété : {', '.join(sorted(unknown))}."
        raise TypeError(message)
    problems: dict[str, Any] = {}
    was_connected = copropriete.is_said_connected
    for name, value in facts.items():
        before = getattr(copropriete, name)
        setattr(copropriete, name, value.strip() if isinstance(value, str) else value)
        # What was true when it was told (a date now past) is not an error later.
        if name in _CHECKS and value not in (None, "") and value != before:
            try:
                _CHECKS[name](value)
            except ValidationError as problem:
                problems[name] = problem
    _tell_energy(copropriete, was_connected=was_connected)
    try:
        copropriete.full_clean(exclude=list(problems))
    except ValidationError as problem:
        problems = {**problem.error_dict, **problems}
    if problems:
        raise ValidationError(problems)
    # Sent twice, it is there already.
    if version not in ("", now) and now != version_of_building(copropriete):
        message = "Quelqu’un vient de modifier cette copropriété, ou vous dans une autre fenêtre."
        raise ChangedMeanwhile(message, now)


def _tell_energy(copropriete: Copropriete, *, was_connected: bool) -> None:
    """What is said connected is heated by the network, and was by what was told; not saved."""
    is_network = copropriete.current_energy == HeatingEnergy.RESEAU
    if copropriete.is_said_connected:
        copropriete.former_energy = copropriete.energy_before
        copropriete.current_energy = HeatingEnergy.RESEAU
    elif was_connected and is_network:
        copropriete.current_energy, copropriete.former_energy = copropriete.former_energy, ""


def place_at(copropriete: Copropriete, longitude: float | None, latitude: float | None) -> None:
    """Set the exact point and measure; outside the mainland there is no distance."""
    for name in _PLACED:
        setattr(copropriete, name, copropriete._meta.get_field(name).get_default())  # type: ignore[union-attr]
    if longitude is None or latitude is None:
        return
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        return
    copropriete.longitude, copropriete.latitude = longitude, latitude
    # The cell is kept for the day the building is connected: nothing of it shows before.
    copropriete.grid_x, copropriete.grid_y = cell_of(longitude, latitude) or (None, None)
    _measure(copropriete, current_version())


def _measure(copropriete: Copropriete, version: str) -> None:
    copropriete.measured_version = version
    copropriete.nearest_reseau, copropriete.distance_m, copropriete.in_pdp = None, None, False
    if copropriete.longitude is None or copropriete.latitude is None:
        return
    try:
        found = evaluate(
            longitude=copropriete.longitude,
            latitude=copropriete.latitude,
            commune=copropriete.commune,
        )
    except OutsideCoverage:
        return
    copropriete.nearest_reseau = found.reseau
    copropriete.distance_m = found.distance_m
    copropriete.in_pdp = found.in_pdp


def _measure_from(copropriete: Copropriete, test: AddressTest) -> None:
    """Keep what an address test answered; the test holds no point to measure from again."""
    copropriete.nearest_reseau = test.reseau
    copropriete.distance_m = test.distance_m
    copropriete.in_pdp = test.in_pdp


@task
def remeasure_buildings() -> int:
    """Distances of the buildings after an import of networks; returns how many moved."""
    return remeasure()


def remeasure_soon() -> None:
    remeasure_buildings.enqueue()
