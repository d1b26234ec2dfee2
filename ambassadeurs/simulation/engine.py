"""A year of heating by each solution, what separates gas from the network, and how sure that is.

Amounts in euros incl. tax, of the whole building, nothing rounded. Sources: `hypotheses`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from functools import cached_property

from . import investment
from .cases import BoilerType, Case, Fuel, PriceOrigin
from .energy import Energy, energy, gas_fixed, gas_price, is_power_typed, r1_vat
from .hypotheses import Hypotheses
from .investment import PRUDENT_AID

# A price older than this many years is less sure each year, up to this width.
AGED_FROM, WIDEST_PUBLISHED = 2, Decimal("0.25")
PERIOD = 20
# Bills of which the mean is typed, at most.
MOST_YEARS = 3
# Terms of the doubt that no field takes.
NEVER_TYPED = {"rendement", "chaudiere"}
CHEAPER, DEARER, COMPARABLE = "moins cher", "plus cher", "comparable"


@dataclass(frozen=True, slots=True)
class Solution:
    """One way to heat: a year of energy (P1), upkeep (P2), renewal (P3), and investments, each with
    the years that it lasts. `fixed`: what of P1 does not depend on the energy."""

    energy: Decimal
    upkeep: Decimal
    renewal: Decimal
    investments: tuple[tuple[Decimal, Decimal], ...]
    fixed: Decimal = Decimal(0)

    @property
    def investment(self) -> Decimal:
        return sum((amount for amount, _ in self.investments), Decimal(0))

    @property
    def running(self) -> Decimal:
        """P1, P2 and P3 of a year."""
        return self.energy + self.upkeep + self.renewal

    @property
    def year(self) -> Decimal:
        """Everything, each investment spread over its life."""
        return self.running + sum((amount / life for amount, life in self.investments), Decimal(0))

    @property
    def twenty_years(self) -> Decimal:
        """In constant euros: of what lives longer, its share of the period."""
        spent = (amount * min(Decimal(1), PERIOD / life) for amount, life in self.investments)
        return PERIOD * self.running + sum(spent, Decimal(0))


@dataclass(frozen=True, slots=True)
class Works:
    """What is to be paid to join a network: connection and sub-station before aid, then the aid
    counted. None: not known for this size, or this place."""

    connection: Decimal | None
    skid: Decimal
    aid_full: Decimal | None
    aid: Decimal

    @property
    def gross(self) -> Decimal:
        """Before the aid."""
        return (self.connection or Decimal(0)) + self.skid

    @property
    def net(self) -> tuple[Decimal, Decimal] | None:
        """Connection and sub-station after the aid, which pays the connection first; never below
        0."""
        if self.connection is None:
            return None
        left = max(self.aid - self.connection, Decimal(0))
        return max(self.connection - self.aid, Decimal(0)), max(self.skid - left, Decimal(0))


@dataclass(frozen=True, slots=True)
class Gap:
    """What gas costs more than the network in a year, and half the width of the doubt."""

    value: Decimal
    half: Decimal
    # What would make it surer, may be typed and is not yet, the largest share of the doubt first.
    to_supply: tuple[str, ...]

    @property
    def word(self) -> str:
        """The network, compared with gas."""
        if self.value > self.half:
            return CHEAPER
        return DEARER if self.value < -self.half else COMPARABLE


@dataclass(frozen=True)
class Simulation:
    """Everything that the page shows of one case; parts are computed when asked for."""

    case: Case
    known: Hypotheses

    @cached_property
    def energy(self) -> Energy:
        return energy(self.case, self.known)

    @property
    def _vat(self) -> Decimal:
        return 1 + self.known["tva_normale"]

    @cached_property
    def powers(self) -> list[Decimal]:
        """kW of each sub-station: its share of the dwellings."""
        served = self.case.served
        return [self.energy.subscribed * dwellings / sum(served) for dwellings in served]

    @cached_property
    def bill(self) -> Decimal:
        """A year of heat from the network."""
        offer, heat = self.case.offer, self.energy.heat
        if offer.r1 is not None and offer.r2 is not None and offer.kw is not None:
            return offer_bill(heat, offer.r1, offer.r2, offer.kw, self.r1_vat, self.known)
        network, kept = self.case.network, 1 - self.case.saved
        share = network.fixed_share
        fixed = self.known["part_abonnement"] if share is None else share
        return network.cost.factor * supplied_bill(heat / kept, self.price, fixed, kept)

    @property
    def r1_vat(self) -> Decimal:
        """The rate that R1 is counted at: by the share of EnR&R when it is known, else what the
        offer says."""
        return r1_vat(self.case.network.enrr, self.case.offer.vat_r1, self.known)

    @property
    def price(self) -> Decimal:
        """€ incl. tax per MWh, without an offer."""
        return self.case.network.price or self.known["prix_chaleur_moyen"]

    @cached_property
    def works(self) -> Works:
        known, case, offer = self.known, self.case, self.case.offer
        costs = [investment.connection(known, dwellings) for dwellings in case.served]
        connection = None if None in costs else sum(filter(None, costs), Decimal(0)) * self._vat
        if offer.works is not None:
            connection = offer.works
        skid = Decimal(0) if offer.has_skid else self._skids
        kwhc = [
            investment.certificates(known, dwellings, case.network.enrr, case.zone)
            for dwellings in case.served
        ]
        full = (
            None if None in kwhc else investment.worth(known, sum(filter(None, kwhc), Decimal(0)))
        )
        counted = offer.aid if offer.aid is not None else (full or Decimal(0)) * PRUDENT_AID
        return Works(connection, skid, full, counted)

    @cached_property
    def _skids(self) -> Decimal:
        return sum((investment.skid(self.known, kw) for kw in self.powers), Decimal(0)) * self._vat

    @cached_property
    def network(self) -> Solution | None:
        """None where the works of this size are not known."""
        net = self.works.net
        if net is None:
            return None
        known = self.known
        lives = known["duree_raccordement"], known["duree_equipement"]
        return Solution(self.bill, *self.upkeep, tuple(zip(net, lives, strict=True)))

    @property
    def upkeep(self) -> tuple[Decimal, Decimal]:
        """A year of the sub-stations: upkeep (P2) and renewal (P3)."""
        known = self.known
        return (
            self._skids * known["entretien_sous_station"],
            self._skids * known["renouvellement_sous_station"],
        )

    @cached_property
    def gas(self) -> Solution:
        """A new condensing gas boiler."""
        known, found = self.known, self.energy
        fixed = gas_fixed(found.power, known)
        cost = investment.gas_boiler(known, found.power) * self._vat
        return Solution(
            found.gas * gas_price(self.case, known) + fixed,
            found.useful * known["entretien_gaz"] * self._vat,
            cost * known["renouvellement_chaufferie"],
            ((cost, known["duree_equipement"]),),
            fixed,
        )

    @cached_property
    def heat_pump(self) -> Solution:
        known, found = self.known, self.energy
        cost = investment.heat_pump(known, found.power) * self._vat
        loss = {35: Decimal(0)} | {
            45: known["pac_collective_perte_45"],
            55: known["pac_collective_perte_55"],
            65: known["pac_collective_perte_65"],
        }
        # Less than one would be a plain electric heater.
        scop = max(known["pac_collective_35"] - loss[self.case.radiators], Decimal(1))
        return Solution(
            found.useful / scop * known["prix_electricite"],
            found.useful * known["entretien_pac"] * self._vat,
            cost * known["renouvellement_chaufferie"],
            ((cost * (1 - known["pac_aide"]), known["duree_equipement"]),),
        )

    @cached_property
    def kept(self) -> Solution | None:
        """The present boiler, until it fails; None when what it burns is unknown."""
        known, found, fuel = self.known, self.energy, self.case.consumption.fuel
        if fuel == Fuel.UNKNOWN:
            return None
        fixed = Decimal(0)
        if fuel == Fuel.FUEL_LITRES:
            bought = found.bought * known["prix_fioul"]
        else:
            fixed = gas_fixed(found.power, known)
            bought = found.bought * gas_price(self.case, known) + fixed
        return Solution(bought, self.gas.upkeep, self.gas.renewal, (), fixed)

    @property
    def break_even(self) -> Decimal | None:
        """€ incl. tax per MWh PCS: above this price of gas, the network costs less."""
        if self.network is None:
            return None
        gas = self.gas
        others = gas.year - (gas.energy - gas.fixed)
        return (self.network.year - others) / self.energy.gas

    @cached_property
    def gap(self) -> Gap | None:
        """None where the works of this size are not known."""
        if self.network is None:
            return None
        terms = self._terms()
        half = sum((width * width for width in terms.values()), Decimal(0)).sqrt()
        missing = [name for name in terms if name not in self._supplied | NEVER_TYPED]
        missing.sort(key=lambda name: -abs(terms[name]))
        return Gap(self.gas.year - self.network.year, half, tuple(missing))

    @property
    def _supplied(self) -> set[str]:
        """The terms of the doubt that are typed already, as surely as they may be."""
        case = self.case
        told = case.consumption
        is_mean = told.years == MOST_YEARS and told.fuel in (Fuel.GAS_KWH, Fuel.FUEL_LITRES)
        given = {
            "consommation": is_mean,
            "prix_reseau": case.offer.has_price,
            "travaux": case.offer.works is not None,
            "prix_gaz": case.gas_price is not None,
            "puissance": is_power_typed(case, self.energy.heat),
        }
        return {name for name, is_given in given.items() if is_given}

    def _terms(self) -> dict[str, Decimal]:
        """Half-widths of the difference, in €: independent of each other. The same MWh feed both,
        so that their doubt is shared."""
        gas = self.gas
        variable = gas.energy - gas.fixed
        return {
            "consommation": self.width_energy * (variable + gas.upkeep - self.bill),
            "rendement": self.width_heat * self.bill,
            "prix_reseau": self.width_price * self.bill,
            "travaux": self._works_half,
            **self._gas_terms(),
        }

    def _gas_terms(self) -> dict[str, Decimal]:
        """Those of them that are of gas alone."""
        known, case, gas = self.known, self.case, self.gas
        typed = is_power_typed(case, self.energy.heat)
        width_power = known[
            "incertitude_puissance_saisie" if typed else "incertitude_puissance_estimee"
        ]
        width_gas = known["incertitude_gaz_saisi" if case.gas_price else "incertitude_gaz_repere"]
        return {
            "prix_gaz": width_gas * (gas.energy - gas.fixed),
            "puissance": width_power * gas.fixed,
            "chaudiere": known["incertitude_travaux_gaz"]
            * gas.investment
            / known["duree_equipement"],
        }

    @property
    def gas_half(self) -> Decimal:
        """Half of the doubt on a year by a new gas boiler alone, in €."""
        gas = self.gas
        energy = self.width_energy * (gas.energy - gas.fixed + gas.upkeep)
        terms = [energy, *self._gas_terms().values()]
        return sum((width * width for width in terms), Decimal(0)).sqrt()

    @property
    def width_energy(self) -> Decimal:
        """Half-width of the energy, a ratio."""
        known, told = self.known, self.case.consumption
        if told.fuel == Fuel.UNKNOWN:
            return known["incertitude_consommation"]
        if told.fuel == Fuel.GAS_EUROS:
            width = known["incertitude_euros"]
        elif told.years == 1:
            width = known["incertitude_une_facture"]
        else:
            two = told.years == 2
            width = known["incertitude_deux_factures" if two else "incertitude_trois_factures"]
        if told.fuel == Fuel.FUEL_LITRES or self.case.boiler != BoilerType.UNKNOWN:
            return width
        return (width**2 + known["incertitude_chaudiere"] ** 2).sqrt()

    @property
    def width_heat(self) -> Decimal:
        """Half-width of the yields, from a bill to the heat delivered, a ratio."""
        return self.case.network.heat.width(self.known["incertitude_rendement"])

    @property
    def width_price(self) -> Decimal:
        """Half-width of the network's price, a ratio."""
        if self.case.offer.has_price:
            return self.known["incertitude_prix_offre"]
        return self.case.network.cost.width(self._told_width_price)

    @property
    def _told_width_price(self) -> Decimal:
        known, network = self.known, self.case.network
        if network.price is None or network.origin == PriceOrigin.NATIONAL:
            return known["incertitude_prix_national"]
        if network.origin == PriceOrigin.AMBASSADORS:
            return known["incertitude_prix_ambassadeurs"]
        years = max(network.price_age - AGED_FROM, 0)
        aged = known["incertitude_prix_publie"] + years * known["incertitude_prix_par_an"]
        return min(aged, WIDEST_PUBLISHED)

    @property
    def network_half(self) -> Decimal:
        """Half of the doubt on a year by the network alone, in €: its bill and its works."""
        return ((self.width_bill * self.bill) ** 2 + self._works_half**2).sqrt()

    @property
    def width_works(self) -> Decimal:
        """Half-width of the works, a ratio."""
        offered = self.case.offer.works is not None
        return self.known["incertitude_travaux_offre" if offered else "cout_raccordement_ecart"]

    @property
    def _works_half(self) -> Decimal:
        """Half of the doubt on a year of the connection, in €."""
        connection = self.works.connection or Decimal(0)
        return self.width_works * connection / self.known["duree_raccordement"]

    @property
    def width_bill(self) -> Decimal:
        """Half-width of the network's bill, a ratio: energy, yields when it comes from a bill, and
        price."""
        parts = [self.width_energy, self.width_price]
        if self.case.consumption.fuel != Fuel.UNKNOWN:
            parts.append(self.width_heat)
        return sum((part * part for part in parts), Decimal(0)).sqrt()


def offer_bill(
    heat: Decimal, r1: Decimal, r2: Decimal, kw: Decimal, vat: Decimal, known: Hypotheses
) -> Decimal:
    """A year by an offer: R1 in € before tax per MWh, at the rate `vat`; R2 before tax per kW, at
    the reduced rate."""
    return heat * r1 * (1 + vat) + kw * r2 * (1 + known["tva_reduite"])


def supplied_bill(heat: Decimal, price: Decimal, fixed_share: Decimal, ratio: Decimal) -> Decimal:
    """A year at a mean price, € incl. tax per MWh, of which `fixed_share` does not follow the
    consumption; `ratio`: consumption against that of the year of the price."""
    return heat * price * (fixed_share + (1 - fixed_share) * ratio)


CENT = Decimal("0.01")


def split(total: Decimal, shares: Sequence[int]) -> list[Decimal]:
    """`total` (€, whole cents) by tantièmes, in their order: what is left over goes to the largest
    remainders, ties to the first. The sum is `total`. Raises ValueError without any share, or with
    one below 0."""
    whole = sum(shares)
    if whole <= 0 or min(shares) < 0:
        raise ValueError("Il faut des tantièmes, aucun sous zéro.")
    exact = [total * share / whole for share in shares]
    parts = [one.quantize(CENT, ROUND_DOWN) for one in exact]
    left = int((total - sum(parts, Decimal(0))) / CENT)
    # Of two equal remainders, the first: `sorted` keeps the order.
    for rank in sorted(range(len(shares)), key=lambda rank: parts[rank] - exact[rank])[:left]:
        parts[rank] += CENT
    return parts
