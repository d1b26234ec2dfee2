"""Buildings of the demonstration that think of connecting, and the neighbours who join them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ambassadeurs.assemblees.services import plan
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.projets.forms import StartForm
from ambassadeurs.coproprietes.projets.invitations import accept_invitation, invite, token_of
from ambassadeurs.coproprietes.projets.services import FACTS, create_building

from .cast import Cast
from .loading import read_toml
from .past import ago, past


def read_buildings() -> dict[str, dict[str, Any]]:
    """What the owners told, by number of the register."""
    return {one["number"]: one for one in read_toml("buildings.toml")["building"]}


def building_of(cast: Cast, data: dict[str, Any]) -> Copropriete:
    """The building as found in the register, completed by what its owner told; created when
    missing."""
    owner = cast.people[data["owner"]]
    start = StartForm({"registre": data["number"]})
    known, row = start.known(), start.value("registre")
    found = Copropriete.objects.of_member(owner).filter(name=known["name"]).first()
    if found is not None:
        return found
    cast.report.add("immeuble en projet", "immeubles en projet")
    place = {"longitude": row.longitude, "latitude": row.latitude}
    building = create_building(actor=owner, **place, **(known | facts_of(data)))
    plan(actor=owner, copropriete=building, held_on=assembly_of(cast, data))
    return building


def facts_of(data: dict[str, Any]) -> dict[str, Any]:
    """What is told of a building."""
    return {name: data[name] for name in FACTS if name in data}


def assembly_of(cast: Cast, data: dict[str, Any]) -> date | None:
    """The day of its assembly."""
    if "assembly_in_days" not in data:
        return None
    return timezone.localdate(cast.now) + timedelta(days=data["assembly_in_days"])


def load_neighbours(cast: Cast) -> None:
    """The other members of a building: one has joined, one is invited."""
    for data in read_buildings().values():
        for login in data.get("neighbours", []):
            neighbour, building = cast.people[login], building_of(cast, data)
            if building.memberships.filter(user=neighbour).exists():
                continue
            owner = cast.people[data["owner"]]
            with past(ago(cast.now, 30)):
                joined = invite(actor=owner, copropriete=building, email=neighbour.email)
                accept_invitation(actor=neighbour, token=token_of(joined))
            with past(ago(cast.now, 3)):
                invite(actor=owner, copropriete=building, email=data["invited"])
            cast.report.add("voisine invitée", "voisines invitées")
