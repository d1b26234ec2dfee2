"""CO2 avoided by the buildings connected after a contact here, from their own figures.

For one building and one year: the energy it used before, times the content of that energy (facts
of `cms.facts`, life cycle), minus the heat it takes now, times its own network's content (life
cycle, published by the State). Gas is told as it is billed, in kWh PCS, and its content is per kWh
PCI: it is divided first; fuel oil is told in litres. Without a figure of what it takes now, as much
as before, in kWh PCI. Only gas and fuel oil have a content we may cite; a building without its own
consumption counts for none.

Its range: at least, the larger of both consumptions is the network's; at most, the smaller is, and
gas counts as in Base Empreinte. Consumptions are not corrected for the weather.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Min
from django.utils import timezone

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.models import Figure, RetourExperience
from ambassadeurs.demandes.enums import DeskStatus
from ambassadeurs.demandes.models import Demande
from socle.buildings import HeatingEnergy
from socle.facts_registry.selectors import fact
from socle.small_counts import small_below

from . import indicators as keys
from .daily_counts import Tallies
from .models import Scope

# What is told of the energy before, the surest first, and what was burnt: None, what the building
# says that it burnt.
_BEFORE = {
    FigureKey.GAS_BEFORE.value: HeatingEnergy.GAZ.value,
    FigureKey.FUEL_BEFORE.value: HeatingEnergy.FIOUL.value,
    FigureKey.KWH_BEFORE.value: None,
}
KWH = 1000
VERIFIED, DECLARED = "verifie", "declare"
COUNT, GRAMS, LOW, HIGH = "n", "g", "bas", "haut"
# Usual content of an energy, and the highest one published: keys of facts, g of CO2 a kWh.
CONTENTS = {
    HeatingEnergy.GAZ.value: ("co2_gaz_acv", "co2_gaz_base_empreinte"),
    HeatingEnergy.FIOUL.value: ("co2_fioul_acv", "co2_fioul_acv"),
}


@dataclass(frozen=True)
class Saving:
    """One building: the day it was told connected, grams of CO2 avoided a year, and their range."""

    day: date
    is_verified: bool
    grams: int
    low: int
    high: int


def name(what: str, measure: str) -> str:
    """« co2_declare:g »."""
    return f"{keys.CO2}{what}:{measure}"


def published() -> dict[date, Tallies]:
    """What may be told, by day: buildings go five by five, on the day of the fifth one."""
    found: dict[date, Tallies] = defaultdict(Counter)
    for what in (VERIFIED, DECLARED):
        some = [one for one in savings() if one.is_verified == (what == VERIFIED)]
        size = small_below()
        for start in range(0, len(some) - len(some) % size, size):
            group = some[start : start + size]
            tallies = found[group[-1].day]
            for measure, value in (
                (COUNT, size),
                (GRAMS, sum(one.grams for one in group)),
                (LOW, sum(one.low for one in group)),
                (HIGH, sum(one.high for one in group)),
            ):
                tallies[Scope.COUNTRY.value, "", name(what, measure)] += value
    return found


def savings() -> list[Saving]:
    """Of each building whose own figures are known, by the day it was told connected."""
    rows = (
        Demande.objects.counted_once()
        .filter(
            desk_status=DeskStatus.RACCORDE,
            copropriete__former_energy__in=CONTENTS,
            reseau__co2_acv__isnull=False,
            events__to_status=DeskStatus.RACCORDE,
        )
        .order_by()
        .values_list("copropriete", "copropriete__former_energy", "reseau__co2_acv")
        .annotate(at=Min("events__at"))
        .order_by("at", "copropriete")
    )
    told = list(rows)
    consumed = _consumptions({building: energy for building, energy, *_ in told})
    seen: set[int] = set()
    found = []
    for building, _, content, at in told:
        if building in consumed and building not in seen:
            seen.add(building)
            found.append(_saving(timezone.localdate(at), content, consumed[building]))
    return found


class _Consumed(NamedTuple):
    """kWh PCI a year of an energy before, kWh of heat after (None: not told); of a building."""

    energy: str
    before: float
    after: int | None
    is_verified: bool


def _consumptions(energies: dict[int, str]) -> dict[int, _Consumed]:
    """What buildings tell, of the latest years; `energies`: what each burnt."""
    retours = RetourExperience.objects.published().filter(copropriete__in=energies)
    rows = Figure.objects.filter(retour__in=retours, key__in=[*_BEFORE, FigureKey.KWH_AFTER])
    latest = {
        (building, key): (round(value), verified_at is not None)
        for building, key, value, verified_at in rows.order_by("year", "pk").values_list(
            "retour__copropriete", "key", "value", "verified_at"
        )
    }
    found = {}
    for building, energy in energies.items():
        key = next((one for one in _BEFORE if (building, one) in latest), None)
        if key:
            told, is_verified = latest[building, key]
            after, _ = latest.get((building, FigureKey.KWH_AFTER.value), (None, False))
            burnt = _BEFORE[key] or energy
            found[building] = _Consumed(burnt, _pci(key, burnt, told), after, is_verified)
    return found


def _pci(key: str, energy: str, told: int) -> float:
    """kWh PCI. A gas bill counts the whole heat of combustion (PCS), the content of CO2 the useful
    one (PCI)."""
    if key == FigureKey.FUEL_BEFORE:
        return told / _number("fioul_litres_mwh") * KWH
    return told / _number("gaz_pcs_pci") if energy == HeatingEnergy.GAZ else told


def _saving(day: date, content: float, consumed: _Consumed) -> Saving:
    energy, before, now, is_verified = consumed
    after = before if now is None else now
    usual, highest = (_number(key) for key in CONTENTS[energy])
    return Saving(
        day,
        is_verified,
        grams=round(before * usual - after * content),
        low=round(before * usual - max(before, after) * content),
        high=round(before * max(usual, highest) - min(before, after) * content),
    )


def _number(key: str) -> float:
    return float(fact(key).value)  # type: ignore[arg-type]
