"""What people read of a simulation: amounts rounded as far as they are sure, and their words."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from socle.numbers import decimal_words, grouped
from socle.small_counts import small_below
from socle.typography import NBSP

from .cases import Fuel, Learnt, PriceOrigin
from .energy import gas_price
from .engine import CENT, Simulation, Solution, split

# Of the widest bar, in % of its place.
WIDEST = 100
# What to fetch, by the largest share of the doubt.
TO_FETCH = {
    "consommation": "Faites la moyenne de trois années de factures, en kWh ou en litres : "
    "c’est la consommation qui manque le plus.",
    "prix_reseau": "Demandez à l’exploitant le prix de la chaleur pour votre immeuble : R1, R2 et "
    "puissance souscrite.",
    "prix_gaz": "Prenez le prix du MWh de gaz sur une facture, ou demandez-le à un fournisseur : "
    "c’est lui qui manque le plus.",
    "puissance": "Lisez la puissance de la chaudière, en kW, sur sa plaque.",
    "travaux": "Demandez à l’exploitant un devis de raccordement.",
}
ORIGINS = {
    PriceOrigin.PUBLISHED: "prix publié par ce réseau",
    PriceOrigin.AMBASSADORS: "prix que disent les copropriétés raccordées à ce réseau",
    PriceOrigin.NATIONAL: "prix moyen national",
}


def rounded(amount: Decimal) -> Decimal:
    """Tens below 10 000, hundreds below 100 000, thousands beyond."""
    step = 10 if abs(amount) < 10_000 else 100 if abs(amount) < 100_000 else 1000
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def euros(amount: Decimal) -> str:
    """« 71 000 € », rounded."""
    return f"{_number(amount)}{NBSP}€"


def _number(amount: Decimal) -> str:
    return grouped(int(rounded(amount)))


@dataclass(frozen=True, slots=True)
class Ranged:
    """An amount in € and the two ends that it may have."""

    value: Decimal
    low: Decimal
    high: Decimal

    @property
    def amount(self) -> str:
        return euros(self.value)

    @property
    def ends(self) -> str:
        """« 760 à 1 460 »."""
        return f"{_number(max(self.low, Decimal(0)))} à {_number(self.high)}"


def around(value: Decimal, half: Decimal) -> Ranged:
    return Ranged(value, value - half, value + half)


@dataclass(frozen=True, slots=True)
class Row:
    """One solution of the table: € a year of the building and of a dwelling, and what it is made
    of; `width`: of its bar, in %."""

    name: str
    solution: Solution
    dwellings: int
    dearest: Decimal
    note: str = ""
    has_aid: bool = False

    @property
    def year(self) -> str:
        return euros(self.solution.year)

    @property
    def dwelling(self) -> str:
        return euros(self.solution.year / self.dwellings)

    @property
    def running(self) -> str:
        return euros(self.solution.running)

    @property
    def investment(self) -> str:
        return euros(self.solution.investment)

    @property
    def twenty_years(self) -> str:
        return euros(self.solution.twenty_years)

    @property
    def width(self) -> str:
        return f"{round(self.solution.year / self.dearest * WIDEST)}%"


@dataclass(frozen=True)
class SimulationAnswer:
    """What the page of a simulation says."""

    found: Simulation
    # Tantièmes of the person and of the building, years over which the works are paid.
    share: tuple[int, int, int] | None = None

    @property
    def mine(self) -> "Mine | None":
        return Mine(self, *self.share) if self.share else None

    @property
    def year(self) -> Ranged:
        """A year by the network, the whole building: works included when they are known."""
        found = self.found
        return around(found.network.year if found.network else self.running, found.network_half)

    @property
    def running(self) -> Decimal:
        """A year by the network, upkeep included, works apart: known for any size."""
        return sum(self.found.upkeep, self.found.bill)

    @property
    def dwelling(self) -> Ranged:
        return self._each(self.year)

    @property
    def gas_dwelling(self) -> str:
        return euros(self.found.gas.year / self.found.case.dwellings)

    @property
    def gas_ends(self) -> str:
        """« 1 100 à 1 500 », of the same."""
        return self._each(around(self.found.gas.year, self.found.gas_half)).ends

    @property
    def works(self) -> Ranged | None:
        return works_left(self.found)

    @property
    def works_dwelling(self) -> Ranged | None:
        return self._each(self.works) if self.works else None

    @property
    def has_mean_works(self) -> bool:
        """Whether these works are of no offer: their mean cost, for the usual length of a branch
        (`cout_raccordement_longueur`), which is said wherever they are shown."""
        return self.works is not None and self.found.case.offer.works is None

    @property
    def aid(self) -> str:
        """« 63 000 à 84 000 € », or what was typed; empty where none is counted."""
        return aid_told(self.found) if self.works else ""

    @property
    def skid(self) -> str:
        """The sub-station counted beside the works of an offer; empty where none is."""
        works = self.found.works
        return euros(works.skid) if self.found.case.offer.works is not None and works.skid else ""

    @property
    def word(self) -> str:
        gap = self.found.gap
        return gap.word if gap else ""

    @property
    def difference(self) -> str:
        gap = self.found.gap
        return euros(abs(gap.value)) if gap else ""

    @property
    def doubt(self) -> str:
        gap = self.found.gap
        return euros(gap.half) if gap else ""

    @property
    def break_even(self) -> Decimal | None:
        """€ per MWh PCS of gas, its carbon included; None when no price of gas would be cheaper."""
        found = self.found.break_even
        return found if found is not None and found > 0 else None

    @property
    def gas_price(self) -> Decimal:
        """The same, now: typed or usual, with the carbon that was asked for."""
        return gas_price(self.found.case, self.found.known)

    @property
    def to_fetch(self) -> str:
        gap = self.found.gap
        if gap is None:
            return TO_FETCH["travaux"]
        return TO_FETCH[gap.to_supply[0]] if gap.to_supply else ""

    @property
    def origin(self) -> str:
        if self.found.case.offer.has_price:
            return "prix de l’offre que vous avez saisie"
        return ORIGINS[self.found.case.network.origin]

    @property
    def is_usual(self) -> bool:
        """Whether the consumption is that of a usual dwelling: nothing was told of it."""
        return self.found.case.consumption.fuel == Fuel.UNKNOWN

    @property
    def checked(self) -> Learnt | None:
        """How many connected copropriétés this was compared with, and how many are within its
        range, by fives: fewer would tell of one. None when nothing of it was."""
        case = self.found.case
        learnt = case.network.cost
        if case.offer.has_price:
            learnt = Learnt() if self.is_usual else case.network.heat
        size = small_below()
        whole = replace(
            learnt, pairs=learnt.pairs // size * size, within=learnt.within // size * size
        )
        return whole if whole.pairs else None

    @property
    def is_national(self) -> bool:
        """Whether the price is that of no network in particular."""
        case = self.found.case
        return case.network.origin == PriceOrigin.NATIONAL and not case.offer.has_price

    @property
    def rows(self) -> list[Row]:
        """The solutions that can be counted, the network first."""
        found = self.found
        pump = (
            f"Aide comptée : {decimal_words(found.known['pac_aide'] * 100)} % des travaux, une "
            "hypothèse. Ni les unités extérieures ni le raccordement électrique, qui s’y ajoutent, "
            "ne sont comptés."
        )
        skid = self.skid and (
            f"Une sous-station de {self.skid} est comptée en plus des travaux saisis, à moins que "
            "l’offre dise qu’elle est à l’exploitant."
        )
        kept = "Tant qu’elle tient : rien n’est compté pour la remplacer."
        named = [
            ("Réseau de chaleur", found.network, skid, bool(self.aid)),
            ("Chaudière à gaz neuve", found.gas, "", False),
            ("Pompe à chaleur", found.heat_pump, pump, True),
            ("Chaudière actuelle", found.kept, kept, False),
        ]
        known = [(name, made, note, aided) for name, made, note, aided in named if made]
        dearest = max(made.year for _, made, _, _ in known)
        size = found.case.dwellings
        return [Row(name, made, size, dearest, note, aided) for name, made, note, aided in known]

    def _each(self, whole: Ranged) -> Ranged:
        size = self.found.case.dwellings
        return Ranged(whole.value / size, whole.low / size, whole.high / size)


@dataclass(frozen=True, slots=True)
class Mine:
    """What one owner would pay: a share of the building, by tantièmes."""

    answer: SimulationAnswer
    part: int
    total: int
    years: int

    @property
    def works(self) -> str:
        """The works, aid deducted, to the cent; empty where they are not known."""
        works = self.answer.works
        return _cents(self._of(works.value)) if works else ""

    @property
    def month(self) -> str:
        """The same, each month of `years`."""
        works = self.answer.works
        return _cents(self._of(works.value) / (12 * self.years)) if works else ""

    @property
    def before(self) -> str:
        """A year with the present boiler, before any works; empty when what it burns is unknown."""
        found = self.answer.found
        kept = Simulation(replace(found.case, carbon=0, saved=Decimal(0)), found.known).kept
        return euros(self._of(kept.running)) if kept else ""

    @property
    def after(self) -> Ranged:
        """A year of heat from the network, its upkeep included, works apart."""
        found = self.answer.found
        half = found.bill * found.width_bill
        return around(self._of(self.answer.running), self._of(half))

    def _of(self, amount: Decimal) -> Decimal:
        cents = amount.quantize(CENT, ROUND_HALF_UP)
        return split(cents, [self.part, self.total - self.part])[0]


def _cents(amount: Decimal) -> str:
    """« 3 772,45 € »."""
    written = grouped(amount.quantize(CENT, ROUND_HALF_UP))
    return f"{written}{NBSP}€"


def _as_typed(amount: Decimal) -> str:
    """« 61 250 € »: an amount that somebody typed, not rounded."""
    return _cents(amount).replace(",00", "")


def works_left(found: Simulation) -> Ranged | None:
    """What is left to pay to be connected, aid deducted, sub-station included, € incl. tax; None
    where works of this size are not known."""
    works, net = found.works, found.works.net
    if works.connection is None or net is None:
        return None
    full = works.aid if found.case.offer.aid is not None else (works.aid_full or Decimal(0))
    doubt = works.connection * found.width_works
    return Ranged(sum(net, Decimal(0)), works.gross - doubt - full, works.gross + doubt - works.aid)


def aid_told(found: Simulation) -> str:
    """The aid that was counted, from its prudent value to all of it."""
    works, offer = found.works, found.case.offer
    if offer.aid is not None:
        return _as_typed(offer.aid) if offer.aid else ""
    if works.aid_full is None:
        return ""
    return f"{_number(works.aid)} à {euros(works.aid_full)}"


@dataclass(frozen=True)
class Prices:
    """The two lines of a network's page and of a result: a dwelling of the usual consumption, and
    the works of a building of `dwellings`."""

    of_one: Simulation
    of_building: Simulation
    # A figure of them is past its term.
    has_late: bool

    @property
    def consumption(self) -> Decimal:
        """MWh of the dwelling."""
        return self.of_one.energy.heat

    @property
    def dwelling(self) -> Ranged:
        found = self.of_one
        return around(found.bill, found.bill * found.width_bill)

    @property
    def origin(self) -> str:
        return ORIGINS[self.of_one.case.network.origin]

    @property
    def is_national(self) -> bool:
        return self.of_one.case.network.origin == PriceOrigin.NATIONAL

    @property
    def works(self) -> Ranged | None:
        left = works_left(self.of_building)
        if left is None:
            return None
        size = self.of_building.case.dwellings
        return Ranged(left.value / size, left.low / size, left.high / size)

    @property
    def gross(self) -> str:
        return euros(self.of_building.works.gross)

    @property
    def aid(self) -> str:
        return aid_told(self.of_building)
