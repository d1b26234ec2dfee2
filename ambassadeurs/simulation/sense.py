"""Whether what was typed makes sense: our conventions, said as such where a value is refused.

MWh a year, kW, € before tax for R1 (per MWh) and R2 (per kW), € incl. tax per MWh of gas.
"""

from decimal import Decimal
from enum import StrEnum

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
