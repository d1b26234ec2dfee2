"""To whom a syndic may write for the buildings it chose: operators of their nearest networks,
agencies of their territories. Never an ambassador: a neighbour answers for one building at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.perms import works_for
from ambassadeurs.demandes.recipients import find_agency, recipient_key
from ambassadeurs.demandes.territory import is_reachable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ambassadeurs.coproprietes.models import Copropriete
    from communaute.comptes.models import Organisation, User


@dataclass
class Choice:
    """One organisation, and the buildings it may be asked about."""

    kind: Kind
    organisation: Organisation
    buildings: list[Copropriete] = field(default_factory=list)

    @property
    def key(self) -> str:
        return recipient_key(self.kind, self.organisation.pk)


def colleagues_at(sender: Organisation) -> list[int]:
    """Who works for this syndic (accounts): what one of them asked, no other asks again."""
    return list(sender.memberships.values_list("user", flat=True))


def choices(actor: User, buildings: Iterable[Copropriete], sender: Organisation) -> list[Choice]:
    """Whom `actor` may write to for `sender`, operators first; a building already asked of one of
    them, by this person or a colleague and still open, is left out for that one. A connected
    building is left out."""
    found: dict[str, Choice] = {}
    agencies: dict[str, Organisation | None] = {}
    for one in buildings:
        if one.is_connected:
            continue
        if one.commune_id not in agencies:
            agencies[one.commune_id] = find_agency(one.commune)
        near = one.nearest_reseau.exploitant if one.nearest_reseau else None
        for kind, organisation in (
            (Kind.EXPLOITANT, near),
            (Kind.AGENCE, agencies[one.commune_id]),
        ):
            if organisation is not None:
                key = recipient_key(kind, organisation.pk)
                choice = found.setdefault(key, Choice(kind, organisation))
                choice.buildings.append(one)
    mine = Demande.objects.open_as_told().filter(requester__in=[actor.pk, *colleagues_at(sender)])
    asked = set(mine.values_list("organisation", "copropriete"))
    for choice in found.values():
        pk = choice.organisation.pk
        choice.buildings = [one for one in choice.buildings if (pk, one.pk) not in asked]
    kept = [
        choice
        for choice in found.values()
        if choice.buildings
        and not works_for(actor, choice.organisation.pk)
        and is_reachable(choice.organisation)
    ]
    return sorted(kept, key=lambda choice: (choice.kind != Kind.EXPLOITANT, -len(choice.buildings)))
