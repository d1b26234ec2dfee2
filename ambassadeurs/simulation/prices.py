"""The price that a network's heat is counted at, the surest first."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import F, Q
from django.utils import timezone

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.coproprietes.retours.figures import NetworkTold, told_of
from ambassadeurs.reseaux.models import Reseau
from socle.medians import median

from .cases import Learnt, Network, PriceOrigin
from .models import Calibration, Part

PAID_SHOWN = 3
# Points that the variable and the fixed share of a price may miss, or be too many.
SHARES_OFF = 1


def network_of(reseau: Reseau | None, *, is_calibrated: bool = True) -> Network:
    """What a network says: its price for housing, else its mean price, else the median of what the
    copropriétés connected to it tell, else nothing; with what the figures of those teach. Without
    a network, France's. Two queries at most: what is learnt, and a price that it does not
    publish."""
    said = Network() if reseau is None else _said(reseau)
    if not is_calibrated:
        return said
    rows = Calibration.objects.filter(Q(reseau=None) | Q(reseau=reseau), pairs__gt=0)
    # The network's own come last, over those of France.
    rows = rows.order_by(F("reseau").asc(nulls_first=True))
    learnt = {row.part: row.learnt for row in rows}
    return replace(said, heat=learnt.get(Part.HEAT, Learnt()), cost=learnt.get(Part.COST, Learnt()))


def _said(reseau: Reseau) -> Network:
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
