"""What is known of a building: what somebody typed, and what its network says."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

# Copropriétés that our own width is worth: it takes as many real ones to weigh as much.
PRIOR_PAIRS = 10


class Fuel(StrEnum):
    """What is known of what the building burns, and in which unit."""

    GAS_KWH = "gaz_kwh"
    GAS_EUROS = "gaz_euros"
    FUEL_LITRES = "fioul_litres"
    UNKNOWN = "inconnue"


class BoilerType(StrEnum):
    CONDENSING = "condensation"
    OLD = "ancienne"
    UNKNOWN = "inconnue"


class PriceOrigin(StrEnum):
    """Where the price of a network's heat comes from: the surest first."""

    PUBLISHED = "publie"
    AMBASSADORS = "ambassadeurs"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Consumption:
    """A year of what is bought: kWh PCS of gas, € incl. tax of gas, or litres of fuel oil; the mean
    of `years` bills."""

    fuel: Fuel = Fuel.UNKNOWN
    value: Decimal = Decimal(0)
    years: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """What an operator offers. R1 in € before tax per MWh, R2 in € before tax per kW and year,
    `works` and `aid` in € incl. tax; `has_skid`: its sub-station is the operator's; `vat_r1`: the
    rate that it says R1 bears, in %."""

    r1: Decimal | None = None
    r2: Decimal | None = None
    kw: Decimal | None = None
    works: Decimal | None = None
    aid: Decimal | None = None
    has_skid: bool = False
    vat_r1: Decimal | None = None

    @property
    def has_price(self) -> bool:
        return None not in (self.r1, self.r2, self.kw)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What `pairs` connected copropriétés teach: real over computed (`factor`), how far apart they
    are (`spread`, as a logarithm), and how many were `within` our range."""

    pairs: int = 0
    factor: Decimal = Decimal(1)
    spread: Decimal = Decimal(0)
    within: int = 0

    def width(self, usual: Decimal) -> Decimal:
        """Half-width, a ratio: the usual one, then more and more that of the real figures."""
        if not self.pairs:
            return usual
        seen = PRIOR_PAIRS * usual**2 + self.pairs * self.spread**2
        return (seen / (PRIOR_PAIRS + self.pairs)).sqrt()


@dataclass(frozen=True, slots=True)
class Network:
    """What a network says: price in € incl. tax per MWh and its fixed share (ratio), EnR&R in %.
    `price_age`: years since those of the price. Without a price, the national one. `heat` and
    `cost`: what the figures of those connected teach of the heat, and of the bill."""

    price: Decimal | None = None
    fixed_share: Decimal | None = None
    enrr: Decimal | None = None
    origin: PriceOrigin = PriceOrigin.NATIONAL
    price_age: int = 0
    heat: Learnt = field(default_factory=Learnt)
    cost: Learnt = field(default_factory=Learnt)


@dataclass(frozen=True, slots=True)
class Case:
    """A building. `substations`: dwellings of each; `zone`: climate, "H1" to "H3", empty where
    nothing is counted for it (overseas); `kw`: power of the boiler; `radiators`: °C of the water;
    `gas_price` in € incl. tax per MWh PCS; `carbon`: € a tonne, 0, 45 or 122; `saved`: the ratio of
    the consumption that other works, insulation, would save."""

    dwellings: int
    substations: tuple[int, ...] = ()
    zone: str = ""
    consumption: Consumption = field(default_factory=Consumption)
    boiler: BoilerType = BoilerType.UNKNOWN
    kw: Decimal | None = None
    network: Network = field(default_factory=Network)
    offer: Offer = field(default_factory=Offer)
    gas_price: Decimal | None = None
    carbon: int = 0
    radiators: int = 55
    saved: Decimal = Decimal(0)

    @property
    def served(self) -> tuple[int, ...]:
        """Dwellings of each sub-station: one for all when nothing else is known."""
        return self.substations or (self.dwellings,)
