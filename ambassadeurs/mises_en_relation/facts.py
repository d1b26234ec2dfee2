"""What may be sent with a request: one line per fact of the building, and about the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from socle.calendar import date_format

from .enums import Kind

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Copropriete
    from communaute.comptes.models import User


def _unit(name: str, unit: str = "") -> Callable[[Any], str]:
    def read(building: Any) -> str:
        value = getattr(building, name)
        return f"{value} {unit}".strip() if value else ""

    return read


def _choice(name: str) -> Callable[[Any], str]:
    def read(building: Any) -> str:
        return str(getattr(building, f"get_{name}_display")()) if getattr(building, name) else ""

    return read


def _distance(building: Copropriete) -> str:
    if building.distance_m is None or building.nearest_reseau is None:
        return ""
    return f"{building.distance_m} m, {building.nearest_reseau.name}"


def _assembly(building: Copropriete) -> str:
    day = building.next_assembly_on
    return date_format(day, "j F Y") if day else ""


def _energy(building: Copropriete) -> str:
    return _choice("current_energy")(building) or _choice("former_energy")(building)


_ALL = frozenset(Kind)
_OFFICES = frozenset({Kind.EXPLOITANT, Kind.AGENCE})


@dataclass(frozen=True)
class Fact:
    """A line of the list: `kinds` are the recipients it may go to.

    An ambassador, who is a neighbour, never receives the address nor the name of the syndic.
    """

    key: str
    label: str
    read: Callable[[Any], str]
    kinds: frozenset[Kind] = _ALL


FACTS = (
    Fact("commune", "Commune", lambda building: str(building.commune)),
    Fact("name", "Nom de la résidence", _unit("name"), _OFFICES),
    Fact("address", "Adresse de l’immeuble", _unit("address"), _OFFICES),
    Fact("lots", "Nombre de lots", _unit("lots")),
    Fact("dwellings", "Nombre de logements", _unit("dwellings")),
    Fact("period", "Période de construction", _choice("period")),
    Fact("energy", "Énergie de chauffage", _energy),
    Fact("heating_mode", "Chauffage", _choice("heating_mode")),
    Fact("hot_water", "Eau chaude", _choice("hot_water")),
    Fact("boiler_year", "Année de la chaudière", _unit("boiler_year")),
    Fact("boiler_power", "Puissance de la chaudière", _unit("boiler_power_kw", "kW"), _OFFICES),
    Fact("stage", "Étape du projet", _choice("stage")),
    Fact("assembly", "Prochaine assemblée générale", _assembly, _OFFICES),
    Fact("syndic", "Syndic", _unit("syndic_name"), _OFFICES),
    Fact("distance", "Distance au réseau, en ligne droite", _distance),
)
EMAIL_KEY = "email"
EMAIL_LABEL = "Mon adresse électronique"
# What leads to a person or to their building: not kept once their account is erased.
PERSONAL_LABELS = frozenset(
    {EMAIL_LABEL} | {fact.label for fact in FACTS if fact.key in {"name", "address", "syndic"}}
)


def lines(kind: str, building: Copropriete, user: User | None) -> list[tuple[str, str, str]]:
    """What may be sent to this kind of recipient: (key, label, value), known facts only.

    The e-mail goes to an operator only, under its separate consent; elsewhere the thread relays.
    """
    found = [
        (fact.key, fact.label, value)
        for fact in FACTS
        if kind in fact.kinds and (value := fact.read(building))
    ]
    if kind == Kind.EXPLOITANT and user is not None:
        found.append((EMAIL_KEY, EMAIL_LABEL, user.email))
    return found


def chosen(kind: str, building: Copropriete, user: User, share: set[str]) -> dict[str, str]:
    """Exactly what is sent: the lines the person left ticked, as {label: value}."""
    return {label: value for key, label, value in lines(kind, building, user) if key in share}
