"""The price that a network's heat is counted at, the surest first."""

from decimal import Decimal

from django.utils import timezone

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.coproprietes.retours.figures import told_of
from ambassadeurs.reseaux.models import Reseau
from socle.medians import median

from .cases import Network, PriceOrigin

PAID_SHOWN = 3


def network_of(reseau: Reseau) -> Network:
    """What a network says: its price for housing, else its mean price, else the median of what the
    copropriétés connected to it tell, else nothing. At most one query, when it publishes none."""
    share = _decimal(reseau.price_fixed_share)
    enrr = _decimal(reseau.enrr_rate)
    fixed = None if share is None else share / 100
    published = reseau.price_housing or reseau.price_mean
    if published:
        age = _age(reseau.price_year)
        return Network(_decimal(published), fixed, enrr, PriceOrigin.PUBLISHED, age)
    told = told_price(reseau)
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


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _age(year: str) -> int:
    """Years since those of a price: those of the last survey where the source gives no year."""
    return max(timezone.localdate().year - int(year), 0) if year.isdigit() else 0


def told_price(reseau: Reseau) -> Decimal | None:
    """The median price that the copropriétés connected to a network tell, € incl. tax per MWh; None
    when too few tell it. One query."""
    connected = Copropriete.objects.with_public_ambassadors().filter(reseau=reseau)
    figures = told_of(connected.order_by().values("pk")).figures.get(FigureKey.NETWORK_PRICE, [])
    if len(figures) < NUMBERS.median_from:
        return None
    return median([value for value, _ in figures])
