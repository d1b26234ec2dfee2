"""The building of an application: known, to complete, or new."""

from typing import Any

from django.db import transaction

from communaute.comptes.models import User
from communaute.territoires.models import Commune
from socle.buildings import Stage
from socle.words import normalise

from ..errors import BuildingNameMissing
from ..models import Ambassadeur, Copropriete
from ..services import place_building
from . import claims
from .services import apply_for_mandate

_PLACED = ("longitude", "latitude", "grid_x", "grid_y", "public_longitude", "public_latitude")


@transaction.atomic
def submit_application(
    *,
    actor: User,
    copropriete: Copropriete | None,
    facts: dict[str, Any],
    place: tuple[float, float] | None = None,
    **mandate: Any,
) -> Ambassadeur:
    """Find or record the connected building, then ask for its mandate (see `apply_for_mandate`).

    `copropriete` is a public one, or one's own that was a project until now; None for a building
    to find by its name and commune, or to add. A building added here stays out of sight until
    its mandate is verified; the facts of a project wait for it too (see `claims`). `place` is the
    point of the address told (longitude, latitude, WGS84 degrees), when it is known.
    """
    # One application at a time for a person: two clicks do not record two buildings.
    User.objects.select_for_update().get(pk=actor.pk)
    if copropriete is None:
        copropriete = _same_building(actor, facts["name"], facts["commune"]) or Copropriete()
    if copropriete.pk and not copropriete.has_own_name:
        message = "Donnez d’abord un nom à votre copropriété, sur sa page : il sera public."
        raise BuildingNameMissing(message)
    claim: dict[str, Any] = {}
    if facts and may_complete(actor, copropriete):
        if copropriete.pk and not copropriete.is_connected:
            claim = claims.of_facts(copropriete, facts, place)
        else:
            _complete(copropriete, facts, place)
    return apply_for_mandate(actor=actor, copropriete=copropriete, claim=claim, **mandate)


def may_complete(actor: object, copropriete: Copropriete) -> bool:
    """Its facts are the person's to tell: a project, or one that nobody else speaks for."""
    if not copropriete.is_connected:
        return True
    others = copropriete.ambassadeurs.exclude(user_id=getattr(actor, "pk", None))
    mine = copropriete.ambassadeurs.filter(user_id=getattr(actor, "pk", None))
    return mine.exists() and not mine.public().exists() and not others.exists()


def _same_building(actor: User, name: str, commune: Commune) -> Copropriete | None:
    """The person's own of this name, else a connected one."""
    wanted = normalise(name)
    of_all = Copropriete.objects.in_commune(commune).order_by("pk")
    known = [*of_all.of_member(actor), *of_all.connected()]
    return next((one for one in known if normalise(one.name) == wanted), None)


def _complete(
    copropriete: Copropriete, facts: dict[str, Any], place: tuple[float, float] | None
) -> None:
    before = (copropriete.address, copropriete.commune_id)
    if (facts.get("address", before[0]), facts["commune"].pk) != before:
        # The old point was the one of another address, and so is what is shown of it.
        for name in _PLACED:
            setattr(copropriete, name, None)
    for name, value in facts.items():
        setattr(copropriete, name, value)
    copropriete.stage = Stage.CONNECTED
    copropriete.full_clean()
    copropriete.save()
    place_building(copropriete=copropriete, place=place)
