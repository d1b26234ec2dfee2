"""What each lot pays: its share of the works, to the cent, and of a year of heating.

Tantièmes are those of the key that the assembly votes: never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ambassadeurs.simulation.shares import CENT, split

LOTS_MAX = 2_000
SHARES_MAX = 10_000_000
NAME_MAX = 40
MONTHS = 12


class UnreadableLots(ValueError):
    """Lines that are no list of lots; the text says which, in French."""


@dataclass(frozen=True, slots=True)
class Lot:
    name: str
    shares: int


@dataclass(frozen=True, slots=True)
class Line:
    """€ of one lot: its part of the works, its payment each month, a year of heating before and
    after (None: not told)."""

    lot: Lot
    works: Decimal
    monthly: Decimal
    before: Decimal | None
    after: Decimal | None


def read_lots(text: str) -> list[Lot]:
    """Lots of lines « 12;83 » (a tabulation and a comma do too). Raises UnreadableLots."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if len(rows) > LOTS_MAX:
        message = f"{len(rows)} lignes : {LOTS_MAX} au plus."
        raise UnreadableLots(message)
    lots: dict[str, Lot] = {}
    for number, row in enumerate(rows, start=1):
        name, mark, shares = row.replace("\t", ";").replace(",", ";").partition(";")
        name, shares = name.strip(), "".join(shares.split())
        if not mark or not name or not shares.isascii() or not shares.isdigit():
            message = f"Ligne {number} : écrivez le lot, un point-virgule, ses tantièmes. « 12;83 »"
            raise UnreadableLots(message)
        if name[0] in "=+-@" or len(name) > NAME_MAX:
            message = f"Ligne {number} : ce n’est pas un numéro de lot."
            raise UnreadableLots(message)
        if name in lots:
            message = f"Ligne {number} : le lot {name} est déjà écrit plus haut."
            raise UnreadableLots(message)
        if not 0 < int(shares) <= SHARES_MAX:
            message = f"Ligne {number} : les tantièmes du lot {name} ne peuvent pas être {shares}."
            raise UnreadableLots(message)
        lots[name] = Lot(name, int(shares))
    if not lots:
        message = "Collez une ligne par lot. « 12;83 »"
        raise UnreadableLots(message)
    return list(lots.values())


def annuity(amount: Decimal, rate: Decimal, years: int) -> Decimal:
    """€ a year, constant, that pay an amount back with interest; `rate` a year, a ratio."""
    if not rate:
        return _cents(amount / years)
    return _cents(amount * rate / (1 - (1 + rate) ** -years))


def cost_by_lot(
    lots: list[Lot],
    works: Decimal,
    *,
    rate: Decimal,
    years: int,
    before: Decimal | None = None,
    after: Decimal | None = None,
) -> list[Line]:
    """Each amount, of the building, shared by the tantièmes of these lots; sums are whole."""
    shares = [lot.shares for lot in lots]
    parts = split(_cents(works), shares)
    bills = [
        [None] * len(lots) if one is None else split(_cents(one), shares) for one in (before, after)
    ]
    return [
        Line(lot, part, _cents(annuity(part, rate, years) / MONTHS), was, will)
        for lot, part, was, will in zip(lots, parts, *bills, strict=True)
    ]


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
