"""What each lot pays: its share of the works, to the cent, and of a year of heating.

The works go by the key that the assembly votes, never guessed; a bill by the tantièmes of heating.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from ambassadeurs.simulation.engine import CENT, split
from ambassadeurs.simulation.presentation import rounded
from socle.typography import NBSP

LOTS_MAX = 2_000
SHARES_MAX = 10_000_000
NAME_MAX = 40
# Columns of tantièmes: general, of heating.
MOST_KEYS = 2
MONTHS = 12


class UnreadableLots(ValueError):
    """Lines that are no list of lots; the text says which, in French."""


class Key(StrEnum):
    """By what the works are shared."""

    GENERAL = "generale"
    HEATING = "chauffage"


@dataclass(frozen=True, slots=True)
class Lot:
    """`count` dwellings of `shares` each by the key of the works, of `heating` each by that of
    heating (None: not told)."""

    name: str
    shares: int
    heating: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class DwellingCosts:
    """€ of one dwelling: its part of the works, its payment each month, a year of heating before
    and after (None: not told), and the two `ends` of the latter."""

    lot: Lot
    works: Decimal
    monthly: Decimal
    before: Decimal | None
    after: Decimal | None
    ends: tuple[Decimal, Decimal] | None = None


def read_lots(text: str, key: Key) -> list[Lot]:
    """Lots of lines « 12;83 », or « 12;83;79 » (tabulations alone do too; for one column, a comma).
    Raises UnreadableLots."""
    lines = enumerate(text.splitlines(), start=1)
    rows = [(number, row.strip()) for number, row in lines if row.strip()]
    if len(rows) > LOTS_MAX:
        raise UnreadableLots(f"{len(rows)} lignes : {LOTS_MAX} au plus.")
    lots: dict[str, Lot] = {}
    width = 0
    for number, row in rows:
        # « 12;83,5 » and « 12,83,5 » have half a tantième, not a second column.
        mark = ";" if ";" in row or "\t" in row else ","
        name, *cells = (one.strip() for one in row.replace("\t", ";").split(mark))
        name = printable(name).strip()
        typed = ["".join(one.split()) for one in cells]
        is_list = name and 1 <= len(typed) <= (MOST_KEYS if mark == ";" else 1)
        if not is_list or not all(one.isascii() and one.isdigit() for one in typed):
            message = f"Ligne {number} : écrivez le lot, un point-virgule, ses tantièmes. « 12;83 »"
            raise UnreadableLots(message)
        if name[0] in "=+-@" or len(name) > NAME_MAX:
            raise UnreadableLots(f"Ligne {number} : ce n’est pas un numéro de lot.")
        if name in lots:
            raise UnreadableLots(f"Ligne {number} : le lot {name} est déjà écrit plus haut.")
        # A cellar or a shop has none of one of the two keys: that of heating, most often.
        least = 0 if any(int(one) for one in typed) else 1
        if wrong := [one for one in typed if not least <= int(one) <= SHARES_MAX]:
            raise UnreadableLots(
                f"Ligne {number} : les tantièmes du lot {name} ne peuvent pas être {wrong[0]}."
            )
        width = width or len(typed)
        if len(typed) != width:
            raise UnreadableLots(f"Ligne {number} : écrivez autant de colonnes que plus haut.")
        # General, then of heating; one alone is that of the key of the works.
        columns = [int(one) for one in typed]
        heating = columns[-1] if len(columns) > 1 or key == Key.HEATING else None
        lots[name] = Lot(name, columns[-1] if key == Key.HEATING else columns[0], heating)
    found = list(lots.values())
    if found and not (sum(one.shares for one in found) and _has_heating(found)):
        message = "Une des deux colonnes n’a que des 0 : écrivez ses tantièmes, ou retirez-la."
        raise UnreadableLots(message)
    return found


def _has_heating(lots: list[Lot]) -> bool:
    """Whether the tantièmes of heating, when they are told, are those of somebody."""
    return any(one.heating is None or one.heating for one in lots)


def monthly_payment(amount: Decimal, rate: Decimal, years: int) -> Decimal:
    """€ a month, constant, that pay an amount back with interest over 12 × years months:
    amount × i / (1 - (1 + i)^-months), where i = rate / 12; `rate` a year, a ratio. Without
    interest, amount / months."""
    months = MONTHS * years
    if not rate:
        return _cents(amount / months)
    each = rate / MONTHS
    return _cents(amount * each / (1 - (1 + each) ** -months))


def cost_by_lot(
    lots: list[Lot],
    works: Decimal,
    *,
    rate: Decimal,
    years: int,
    before: Decimal | None = None,
    after: Decimal | None = None,
    width: Decimal | None = None,
) -> list[DwellingCosts]:
    """Each amount, of the building, shared to the cent; sums are whole. Of dwellings alike, the
    line is the first one's: another may pay a cent less. A bill needs the tantièmes of heating.
    `width`: half of the doubt on the bill after, a ratio."""
    each = [rank for rank, lot in enumerate(lots) for _ in range(lot.count)]
    firsts = {rank: place for place, rank in reversed(list(enumerate(each)))}

    def shared(amount: Decimal | None, shares: list[int]) -> list[Decimal | None]:
        if amount is None:
            return [None] * len(lots)
        parts = split(_cents(amount), [shares[rank] for rank in each])
        return [parts[firsts[rank]] for rank in range(len(lots))]

    parts = split(_cents(works), [lots[rank].shares for rank in each])
    bills = [shared(one, [lot.heating or 0 for lot in lots]) for one in (before, after)]
    return [
        DwellingCosts(
            lot, part, monthly_payment(part, rate, years), was, will, ends_of(will, width)
        )
        for lot, part, was, will in zip(
            lots, (parts[firsts[rank]] for rank in range(len(lots))), *bills, strict=True
        )
    ]


def total_of(
    lots: list[Lot],
    works: Decimal,
    *,
    rate: Decimal,
    years: int,
    before: Decimal | None = None,
    after: Decimal | None = None,
    width: Decimal | None = None,
) -> DwellingCosts:
    """The whole building, as one lot of all the tantièmes: what its lots add up to."""
    whole = Lot(
        "",
        sum(lot.shares * lot.count for lot in lots),
        sum((lot.heating or 0) * lot.count for lot in lots),
        sum(lot.count for lot in lots),
    )
    monthly = monthly_payment(works, rate, years)
    return DwellingCosts(whole, _cents(works), monthly, before, after, ends_of(after, width))


def ends_of(bill: Decimal | None, width: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """Between what a bill may be, `width` being half of the doubt on it, a ratio; € rounded."""
    if bill is None or width is None:
        return None
    return rounded(max(bill * (1 - width), Decimal(0))), rounded(bill * (1 + width))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


# The signs of a text on paper: those that a font draws, and where a line may end.


# What the font of the PDF draws: Latin, Greek, Cyrillic, punctuation, money, arrows, mathematics.
_DRAWN = ((0x20, 0x483), (0x1E00, 0x2040), (0x2070, 0x20D0), (0x2190, 0x2300))
_DRAWN_TOO = "\n№™☐"
_MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
# « 30 avril 2027 », « article 25 f », « 24 II b », « 11 I 3° »: each space is one that holds.
_TOGETHER = (
    re.compile(rf"(?<=\d) (?=(?:{_MONTH})\b)"),
    re.compile(rf"(?<=\b1er) (?=(?:{_MONTH})\b)"),
    # The ends of the names of months.
    re.compile(
        r"(?:(?<=ier)|(?<=bre)|(?<=mars)|(?<=avril)|(?<=mai)|(?<=juin)|(?<=llet)|(?<=août))"
        r" (?=\d{4}\b)"
    ),
    re.compile(r"(?<=rticle) (?=\d)|(?<=rticles) (?=\d)"),
    re.compile(r"(?<=\d) (?=(?:I{1,3}|[a-l])\b(?!’))|(?<=I) (?=\d+°|[a-l]\b(?!’))"),
)
# A line holds forty of the widest signs.
_TOO_LONG = re.compile(r"\w{40,}")
_PIECE = re.compile(r"\w{8}(?=\w)")
# A place where a line may end, unseen.
BREAK = "\u200b"


def printable(text: str) -> str:
    """The text without what a font or PDF/UA-1 refuses: emojis, controls, marks of direction."""
    return "".join(filter(_is_drawn, unicodedata.normalize("NFC", text)))


def tied(text: str) -> str:
    """The text with what is read together kept on one line: a date, an article and its letter."""
    for spaces in _TOGETHER:
        text = spaces.sub(NBSP, text)
    return text


def fitted(text: str) -> str:
    """The text, tied, with places where a word that no line would hold may be cut."""
    return _TOO_LONG.sub(lambda found: _PIECE.sub(rf"\g<0>{BREAK}", found[0]), tied(text))


def removed_from(text: str) -> int:
    """How many signs `printable` takes out of it, the two that end a line counted as one."""
    told = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    return len(told) - len(printable(told))


def _is_drawn(char: str) -> bool:
    if char in _DRAWN_TOO:
        return True
    is_known = any(first <= ord(char) < end for first, end in _DRAWN)
    return is_known and unicodedata.category(char)[0] != "C"
