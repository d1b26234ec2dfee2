"""A case read from JSON and its results written as JSON: what `manage.py simulate` speaks.

Amounts are texts with two decimals, so that nothing is lost on the way.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from .cases import BoilerType, Case, Consumption, Fuel, Network, Offer, PriceOrigin
from .engine import CENT, Simulation, Solution

KNOWN = {
    "": {
        *("logements", "sous_stations", "zone", "conso", "chaudiere", "reseau", "offre"),
        "prix_gaz",
    },
    "conso": {"nature", "valeur", "annees"},
    "chaudiere": {"type", "kw"},
    "reseau": {"prix", "part_fixe", "enrr", "origine"},
    "offre": {"r1", "r2", "kw", "travaux_ttc", "prime", "sous_station_comprise"},
}


class UnreadableCase(ValueError):
    """What was given is no case; its text says where, in French."""


def read(data: Mapping[str, Any]) -> Case:
    """The case of an object of `KNOWN`; absent keys are unknown. Raises UnreadableCase."""
    parts = {name: _part(data, name) for name in KNOWN}
    consumption, boiler = parts["conso"], parts["chaudiere"]
    network, offer = parts["reseau"], parts["offre"]
    try:
        dwellings = int(data["logements"])
        served = tuple(int(one) for one in data.get("sous_stations") or ())
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableCase("logements, sous_stations : des nombres entiers.") from error
    if min((dwellings, *served)) < 1:
        raise UnreadableCase("logements, sous_stations : un au moins.")
    share = _number(network, "part_fixe")
    try:
        return Case(
            dwellings,
            served,
            data.get("zone") or "",
            Consumption(
                Fuel(consumption.get("nature", Fuel.UNKNOWN)),
                _number(consumption, "valeur") or Decimal(0),
                int(consumption.get("annees", 1)),
            ),
            BoilerType(boiler.get("type", BoilerType.UNKNOWN)),
            _number(boiler, "kw"),
            Network(
                _number(network, "prix"),
                None if share is None else share / 100,
                _number(network, "enrr"),
                PriceOrigin(network.get("origine", PriceOrigin.NATIONAL)),
            ),
            Offer(
                _number(offer, "r1"),
                _number(offer, "r2"),
                _number(offer, "kw"),
                _number(offer, "travaux_ttc"),
                _number(offer, "prime"),
                bool(offer.get("sous_station_comprise")),
            ),
            _number(data, "prix_gaz"),
        )
    except (TypeError, ValueError) as error:
        raise UnreadableCase(str(error)) from error


def written(found: Simulation) -> dict[str, Any]:
    """The results of a case, to the cent; None where nothing is known."""
    dwellings = found.case.dwellings
    net, gap = found.works.net, found.gap
    return {
        "chaleur_mwh": _cents(found.energy.heat),
        "reseau": {
            "facture": _cents(found.bill),
            "travaux": None if net is None else _cents(sum(net, Decimal(0))),
            **_years(found.network, dwellings),
        },
        "gaz": _years(found.gas, dwellings),
        "pac": {"an": _cents(found.heat_pump.year)},
        "equilibre": _cents(found.break_even),
        "ecart": gap and {"valeur": _cents(gap.value), "demi": _cents(gap.half), "mot": gap.word},
        "a_fournir": gap.to_supply[0] if gap and gap.to_supply else None,
    }


def _years(solution: Solution | None, dwellings: int) -> dict[str, str | None]:
    if solution is None:
        return {"an": None, "logement": None}
    return {"an": _cents(solution.year), "logement": _cents(solution.year / dwellings)}


def _cents(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount.quantize(CENT, ROUND_HALF_UP))


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = data if not name else data.get(name) or {}
    if not isinstance(part, Mapping):
        raise UnreadableCase(f"{name} : un objet.")
    if unknown := set(part) - KNOWN[name]:
        raise UnreadableCase(f"Inconnu : {', '.join(sorted(unknown))}.")
    return part


def _number(data: Mapping[str, Any], name: str) -> Decimal | None:
    """A number, through its text: 0.1 stays 0.1."""
    value = data.get(name)
    if value is None:
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise UnreadableCase(f"{name} : un nombre.") from error
    if not found.is_finite() or found < 0:
        raise UnreadableCase(f"{name} : un nombre, zéro ou plus.")
    return found
