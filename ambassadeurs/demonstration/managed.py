"""The table of a syndic of the demonstration."""

from __future__ import annotations

from ambassadeurs.guichets.syndics.models import ManagedBuilding
from ambassadeurs.guichets.syndics.services import add_registered, change
from ambassadeurs.registre.models import RegisteredCopropriete

from .buildings import assembly_of, facts_of, read_buildings
from .cast import Cast
from .loading import read_toml


def load_managed(cast: Cast) -> None:
    """The five buildings of « Cabinet Exemple », created when missing."""
    actor, organisation = cast.people["syndic"], cast.organisations["syndic-exemple"]
    known = set(
        ManagedBuilding.objects.of(organisation).values_list(
            "copropriete__register_number", flat=True
        )
    )
    rows = RegisteredCopropriete.objects.select_related("commune").in_bulk()
    owned = read_buildings()
    for data in read_toml("managed.toml")["building"]:
        if data["number"] in known:
            continue
        managed, _ = add_registered(
            actor=actor, organisation=organisation, row=rows[data["number"]]
        )
        # What its owner tells of it: nothing of a building is told twice.
        told = owned.get(data["number"], {})
        day = assembly_of(cast, told)
        change(actor=actor, managed=managed, next_assembly_on=day, **facts_of(told))
        cast.report.add("immeuble géré", "immeubles gérés")
