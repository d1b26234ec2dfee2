"""From what is bought to the heat that a network would deliver, and the power it takes.

Energies in MWh a year: gas in PCS, as bills count it; powers in kW; money in € incl. tax.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .cases import BoilerType, Case, Fuel
from .hypotheses import Hypotheses

# MWh by dwelling: usual, possible, and what a number of kWh looks like.
USUAL = Decimal(3), Decimal(20)
POSSIBLE = Decimal(1), Decimal(40)
LOOKS_LIKE_KWH = Decimal(1000), Decimal(60_000)
GAS_PRICES = Decimal(30), Decimal(250)
R1 = R2 = Decimal(10), Decimal(200)
KW_PER_DWELLING = Decimal(2), Decimal(20)
# Hours of full power of a subscription: below, the power may be too high; beyond, too low.
FULL_HOURS = Decimal(1200), Decimal(2500)


class Sense(StrEnum):
    OK = "ok"
    ASK = "demande"
    KWH = "kwh_tapes"
    REFUSED = "refuse"


def sense_of_heat(heat: Decimal, dwellings: int) -> Sense:
    """What to do of a year of heat: compute, ask again, offer to divide by 1 000, refuse."""
    each = heat / dwellings
    if within(each, USUAL):
        return Sense.OK
    if within(each, POSSIBLE):
        return Sense.ASK
    return Sense.KWH if within(each, LOOKS_LIKE_KWH) else Sense.REFUSED


def within(value: Decimal, ends: tuple[Decimal, Decimal]) -> bool:
    """Both ends included."""
    return ends[0] <= value <= ends[1]


KWH = 1000
# kW of the boiler from which a subscription to gas costs less by kW (`gaz_fixe_*`).
MEDIUM_FROM, LARGE_FROM = 400, 1050


@dataclass(frozen=True, slots=True)
class Energy:
    """`heat`: delivered at the sub-station; `useful`: of the dwellings; `gas`: what a new
    condensing boiler would buy; `bought`: what the present one buys (MWh PCS, or litres); `power`:
    of a boiler or a heat pump; `subscribed`: from the network. Energies are after what is saved;
    powers are not: what is insulated keeps its equipment."""

    heat: Decimal
    useful: Decimal
    gas: Decimal
    bought: Decimal
    power: Decimal
    subscribed: Decimal


def energy(case: Case, known: Hypotheses) -> Energy:
    """The energies of a building. See `Energy`."""
    bought = _bought(case, known)
    computed = _heat(case, bought, known)
    power = (
        case.kw
        or _offered(case, computed)
        or estimated_power(computed * known["rendement_reseau"], known)
    )
    kept = 1 - case.saved
    useful = kept * computed * known["rendement_reseau"]
    gas = useful / known["rendement_gaz_condensation"] * known["gaz_pcs_pci"]
    # Only what comes from a bill was compared with the heat delivered.
    factor = 1 if case.consumption.fuel == Fuel.UNKNOWN else case.network.heat.factor
    heat = kept * factor * computed
    return Energy(heat, useful, gas, kept * bought, power, case.offer.kw or power)


def is_power_typed(case: Case, heat: Decimal) -> bool:
    """Whether the power of a boiler is told, by its plate or by an offer that makes sense."""
    return bool(case.kw or _offered(case, heat))


def _offered(case: Case, heat: Decimal) -> Decimal | None:
    """kW of an offer, but those that are worth a question: they say nothing of the boiler."""
    kw = case.offer.kw
    return kw if kw and within(heat * KWH / kw, FULL_HOURS) else None


def _heat(case: Case, bought: Decimal, known: Hypotheses) -> Decimal:
    fuel = case.consumption.fuel
    if fuel == Fuel.UNKNOWN:
        return known["consommation_logement"] * case.dwellings
    if fuel == Fuel.FUEL_LITRES:
        return (bought / known["fioul_litres_mwh"] * known["rendement_fioul"]) / known[
            "rendement_reseau"
        ]
    return bought * boiler_yield(case, known) / known["gaz_pcs_pci"] / known["rendement_reseau"]


def boiler_yield(case: Case, known: Hypotheses) -> Decimal:
    """Yield of the present gas boiler (PCI); the mean of both kinds when it is unknown."""
    condensing, old = known["rendement_gaz_condensation"], known["rendement_gaz_ancien"]
    if case.boiler == BoilerType.CONDENSING:
        return condensing
    return old if case.boiler == BoilerType.OLD else (condensing + old) / 2


def estimated_power(useful: Decimal, known: Hypotheses) -> Decimal:
    """kW, from the hours of full power that are usual (our convention)."""
    return (1 + known["marge_puissance"]) * useful * KWH / known["heures_pleine_puissance"]


def gas_price(case: Case, known: Hypotheses) -> Decimal:
    """€ incl. tax per MWh PCS, with the price of carbon that was asked for."""
    carbon = {45: known["carbone_45"], 122: known["carbone_122"]}.get(case.carbon, Decimal(0))
    return (case.gas_price or known["prix_gaz"]) + carbon


def gas_fixed(power: Decimal, known: Hypotheses) -> Decimal:
    """A year of subscription to gas for a boiler of that power, € incl. tax."""
    return power * _fixed_rate(power, known) * (1 + known["tva_normale"])


def _fixed_rate(power: Decimal, known: Hypotheses) -> Decimal:
    if power <= MEDIUM_FROM:
        return known["gaz_fixe_petit"]
    return known["gaz_fixe_moyen"] if power < LARGE_FROM else known["gaz_fixe_grand"]


def _bought(case: Case, known: Hypotheses) -> Decimal:
    """MWh PCS of gas, litres of fuel oil, or nothing."""
    value = case.consumption.value
    match case.consumption.fuel:
        case Fuel.GAS_KWH:
            return value / KWH
        case Fuel.FUEL_LITRES:
            return value
        case Fuel.GAS_EUROS:
            return _of_euros(case, value, known)
        case _:
            return Decimal(0)


def _of_euros(case: Case, bill: Decimal, known: Hypotheses) -> Decimal:
    """What a gas bill buys, its subscription apart: that of the power told, else of the power that
    this consumption takes, which makes the subscription a share of each MWh."""
    price = case.gas_price or known["prix_gaz"]
    if case.kw:
        return max((bill - gas_fixed(case.kw, known)) / price, Decimal(0))
    # kW that a MWh of gas takes.
    each = estimated_power(boiler_yield(case, known) / known["gaz_pcs_pci"], known)
    found = Decimal(0)
    for rate in ("gaz_fixe_petit", "gaz_fixe_moyen", "gaz_fixe_grand"):
        found = bill / (price + each * known[rate] * (1 + known["tva_normale"]))
        if _fixed_rate(found * each, known) == known[rate]:
            break
    return found


def r1_vat(enrr: Decimal | None, told: Decimal | None, known: Hypotheses) -> Decimal:
    """The reduced rate of R1 where the share of EnR&R reaches `seuil_enrr`, the normal one below;
    the rate `told` by an offer (in %), else the normal one, where that share is unknown."""
    if enrr is None and told is not None:
        return told / 100
    is_green = enrr is not None and enrr >= known["seuil_enrr"]
    return known["tva_reduite" if is_green else "tva_normale"]
