"""The table of a syndic of the demonstration."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ambassadeurs.coproprietes.projets.services import FACTS
from ambassadeurs.registre.models import RegisteredCopropriete
from ambassadeurs.syndics.models import ManagedBuilding
from ambassadeurs.syndics.services import add_registered, change

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
    for data in read_toml("managed.toml")["building"]:
        if data["number"] in known:
            continue
        managed, _ = add_registered(
            actor=actor, organisation=organisation, row=rows[data["number"]]
        )
        told = {name: data[name] for name in FACTS if name in data}
        if "assembly_in_days" in data:
            day = timezone.localdate(cast.now) + timedelta(days=data["assembly_in_days"])
            told["next_assembly_on"] = day
        change(actor=actor, managed=managed, **told)
        cast.report.add("immeuble géré", "immeubles gérés")
