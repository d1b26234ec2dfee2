"""The computation, compared with what connected copropriétés publish: each night, by the clock.

A pair is what one building was expected to get or pay by what it told of before, and what it tells
of after. Nothing is corrected for the winter or for prices: the median is what is learnt.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.models import Copropriete, RetourExperience
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.coproprietes.retours.figures import NetworkTold, told_of
from ambassadeurs.reseaux.models import Reseau
from socle.medians import median
from socle.public_pages import touch_public_pages
from socle.scheduler import Step

from .cases import PRIOR_PAIRS, Case, Consumption, Fuel, Learnt, Network, PriceOrigin
from .engine import Simulation
from .hypotheses import Hypotheses, hypotheses
from .models import Calibration, Part

# Fewer pairs teach nothing: of a network, of France.
NETWORK_FROM, FRANCE_FROM = 5, 10
LOWEST, HIGHEST = Decimal("0.7"), Decimal("1.4")
# The median distance to the median, in standard deviations of a normal law.
MAD = Decimal("1.4826")
# One building that holds more than this share of the heat would be the only one heard.
LARGEST_SHARE = Decimal("0.5")
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Pair:
    """One building: what was computed, half of its doubt, what it tells; its heat in MWh."""

    computed: Decimal
    half: Decimal
    told: Decimal
    heat: Decimal

    @property
    def ratio(self) -> Decimal:
        return self.told / self.computed

    @property
    def is_within(self) -> bool:
        return abs(self.told - self.computed) <= self.half


def learn(pairs: list[Pair], least: int) -> Learnt:
    """What pairs teach; nothing below `least` of them, or when one holds over half of the heat."""
    whole = sum((one.heat for one in pairs), Decimal(0))
    if len(pairs) < least or max(one.heat for one in pairs) > whole * LARGEST_SHARE:
        return Learnt()
    logs = [one.ratio.ln() for one in pairs]
    middle = median(logs)
    weight = Decimal(len(pairs)) / (len(pairs) + PRIOR_PAIRS)
    factor = min(max((weight * middle).exp(), LOWEST), HIGHEST)
    spread = MAD * median(abs(log - middle) for log in logs)
    within = sum(one.is_within for one in pairs)
    return Learnt(len(pairs), factor.quantize(PLACES), spread.quantize(PLACES), within)


# Of one building: its network, its dwellings, what it burnt, its figures of the last year told.
type _Building = tuple[int, int, str, dict[str, Decimal]]


def calibrate(now: datetime) -> dict[str, int]:
    """Count everything again. Returns how many networks taught something."""
    known = hypotheses()
    found: dict[tuple[int | None, str], list[Pair]] = defaultdict(list)
    buildings = _buildings()
    networks = Reseau.objects.in_bulk({reseau for reseau, *_ in buildings})
    said = {pk: network_of(reseau, is_calibrated=False) for pk, reseau in networks.items()}
    for reseau, dwellings, energy, figures in buildings:
        pairs = {
            Part.HEAT: heat_pair(said[reseau], dwellings, figures, known),
            Part.COST: cost_pair(said[reseau], dwellings, energy, figures, known),
        }
        for part, pair in pairs.items():
            if pair:
                found[reseau, part].append(pair)
                found[None, part].append(pair)
    today = timezone.localdate(now)
    rows = []
    for part in Part:
        rows.append(_row(None, part, learn(found[None, part], FRANCE_FROM), today))
        for reseau in networks:
            learnt = learn(found[reseau, part], NETWORK_FROM)
            if learnt.pairs:
                rows.append(_row(reseau, part, learnt, today))
    with transaction.atomic():
        Calibration.objects.all().delete()
        Calibration.objects.bulk_create(rows)
        touch_public_pages()
    return {"calibrated": len({row.reseau_id for row in rows if row.reseau_id})}


def _row(reseau: int | None, part: str, learnt: Learnt, today: date) -> Calibration:
    return Calibration(
        reseau_id=reseau,
        part=part,
        pairs=learnt.pairs,
        factor=learnt.factor,
        spread=learnt.spread,
        within=learnt.within,
        counted_on=today,
    )


def _buildings() -> Iterable[_Building]:
    """Public copropriétés that tell figures in a published sheet, and their number of lots; one
    query."""
    public = Copropriete.objects.with_public_ambassadors().filter(lots__gt=0).order_by()
    columns = ("copropriete__reseau", "copropriete__lots", "copropriete__former_energy")
    rows = (
        RetourExperience.objects.published()
        .filter(copropriete__in=public.values("pk"), figures__isnull=False)
        .order_by("copropriete", "figures__year", "figures__pk")
        .values_list("copropriete", *columns, "figures__key", "figures__value")
    )
    told: dict[int, _Building] = {}
    for building, reseau, lots, energy, key, value in rows:
        told.setdefault(building, (reseau, lots, energy, {}))[3][key] = value
    return list(told.values())


def heat_pair(
    network: Network, dwellings: int, figures: dict[str, Decimal], known: Hypotheses
) -> Pair | None:
    """The heat delivered after, kWh, against that of the gas or the fuel oil bought before."""
    after = figures.get(FigureKey.KWH_AFTER)
    gas, fuel = figures.get(FigureKey.GAS_BEFORE), figures.get(FigureKey.FUEL_BEFORE)
    if after and gas:
        bought = Consumption(Fuel.GAS_KWH, gas)
    elif after and fuel:
        bought = Consumption(Fuel.FUEL_LITRES, fuel)
    else:
        return None
    found = Simulation(Case(dwellings, consumption=bought, network=network), known)
    heat = found.energy.heat
    half = heat * (found.width_energy**2 + found.width_heat**2).sqrt()
    return Pair(heat, half, after / 1000, heat)


def cost_pair(
    network: Network, dwellings: int, energy: str, figures: dict[str, Decimal], known: Hypotheses
) -> Pair | None:
    """The network's bill after, against that computed from the cost before: € a year, each told by
    lot with the upkeep. None for what burnt neither gas nor fuel oil."""
    before, after = figures.get(FigureKey.COST_BEFORE), figures.get(FigureKey.COST_AFTER)
    if not before or not after:
        return None
    whole = before * dwellings
    if energy == "gaz":
        paid = Consumption(Fuel.GAS_EUROS, whole)
    elif energy == "fioul":
        paid = Consumption(Fuel.FUEL_LITRES, whole / known["prix_fioul"])
    else:
        return None
    found = Simulation(Case(dwellings, consumption=paid, network=network), known)
    told = after * dwellings - sum(found.upkeep)
    if told <= 0:
        return None
    return Pair(found.bill, found.bill * found.width_bill, told, found.energy.heat)


def to_calibrate(now: datetime) -> list[str]:
    """One thing a day: everything."""
    today = timezone.localdate(now)
    return [] if Calibration.objects.filter(counted_on=today).exists() else ["France"]


STEP = Step(
    key="simulation.calibrate",
    label="Prix calculés, comparés aux factures publiées : chaque nuit",
    due=to_calibrate,
    do=lambda _, now: calibrate(now),
)


# The price that a network's heat is counted at, the surest first.


PAID_SHOWN = 3
# Points that the variable and the fixed share of a price may miss, or be too many.
SHARES_OFF = 1


def network_of(reseau: Reseau | None, *, is_calibrated: bool = True) -> Network:
    """What a network says: its price for housing, else its mean price, else the median of what the
    copropriétés connected to it tell, else nothing; with what the figures of those teach. Without
    a network, France's. Two queries at most: what is learnt, and a price that it does not
    publish."""
    said = Network() if reseau is None else _network_of(reseau)
    if not is_calibrated:
        return said
    rows = Calibration.objects.filter(Q(reseau=None) | Q(reseau=reseau), pairs__gt=0)
    # The network's own come last, over those of France.
    rows = rows.order_by(F("reseau").asc(nulls_first=True))
    learnt = {row.part: row.learnt for row in rows}
    return replace(said, heat=learnt.get(Part.HEAT, Learnt()), cost=learnt.get(Part.COST, Learnt()))


def _network_of(reseau: Reseau) -> Network:
    share = _decimal(reseau.price_fixed_share)
    enrr = _decimal(reseau.enrr_rate)
    fixed = None if share is None or not _adds_up(reseau) else share / 100
    published = reseau.price_housing or reseau.price_mean
    if published:
        age = _age(reseau.price_year)
        return Network(_decimal(published), fixed, enrr, PriceOrigin.PUBLISHED, age)
    told = told_price(told_by(reseau))
    if told:
        return Network(told, fixed, enrr, PriceOrigin.AMBASSADORS)
    return Network(None, fixed, enrr)


def paid_on(reseau: Reseau) -> list[Copropriete]:
    """Connected copropriétés that tell in public what they paid before and pay now, the most
    telling first; one query. Each is public on its own page: nothing is put together."""
    told = Copropriete.objects.with_public_ambassadors().filter(
        reseau=reseau, cost_before__isnull=False, cost_after__isnull=False
    )
    fields = ("name", "cost_before", "cost_after", "cost_years", "cost_verified")
    return list(told.only(*fields).order_by("-telling", "pk")[:PAID_SHOWN])


def _adds_up(reseau: Reseau) -> bool:
    """Whether the two shares of a price make a whole; else only the price is kept."""
    variable, fixed = reseau.price_variable_share, reseau.price_fixed_share
    return variable is None or fixed is None or abs(variable + fixed - 100) <= SHARES_OFF


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _age(year: str) -> int:
    """Years since those of a price: those of the last survey where the source gives no year."""
    return max(timezone.localdate().year - int(year), 0) if year.isdigit() else 0


def told_by(reseau: Reseau) -> NetworkTold:
    """What the copropriétés connected to a network publish, together. One query."""
    connected = Copropriete.objects.with_public_ambassadors().filter(reseau=reseau)
    return told_of(connected.order_by().values("pk"))


def told_price(told: NetworkTold) -> Decimal | None:
    """The median price that copropriétés tell, € incl. tax per MWh; None when too few tell it."""
    figures = told.figures.get(FigureKey.NETWORK_PRICE, [])
    if len(figures) < NUMBERS.median_from:
        return None
    return median([value for value, _ in figures])
