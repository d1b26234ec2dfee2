"""What a connection and the other solutions cost to build, and what the certificates pay.

Amounts in euros; sizes in dwellings or kW. Sources: the facts named by each function.
"""

import itertools
from decimal import Decimal

from .hypotheses import BOILERS, CONNECTIONS, SKIDS, Hypotheses, Rows, rows

# The mean cost of a connection is published from 25 dwellings; the profession draws it flat below.
SMALLEST, LARGEST = 10, 333
# Climate zones of the certificates (arrêté of 22 December 2014, annex): the others are H1, and
# overseas départements have none.
H2 = {
    *("04", "07", "09", "12", "16", "17", "18", "22", "24", "26", "29", "31"),
    *("32", "33", "35", "36", "37", "40", "41", "44", "46", "47", "48", "49"),
    *("50", "53", "56", "64", "65", "72", "79", "81", "82", "84", "85", "86"),
}
H3 = {"06", "11", "13", "2A", "2B", "30", "34", "66", "83"}
# What certificates really bring: between this share of their worth and all of it.
PRUDENT_AID = Decimal("0.75")


def zone_of(departement: str) -> str:
    """The climate zone of a département by its code: "H1", "H2", "H3"; empty overseas."""
    if departement in H3:
        return "H3"
    if departement in H2:
        return "H2"
    return "" if departement.startswith(("97", "98")) or not departement else "H1"


def interpolated(table: Rows, size: Decimal) -> Decimal:
    """The cost at this size: in a straight line between two rows, the end row beyond."""
    if size <= table[0][0]:
        return table[0][1]
    for (low, cheap), (high, dear) in itertools.pairwise(table):
        if size <= high:
            return cheap + (dear - cheap) * (size - low) / (high - low)
    return table[-1][1]


def connection(known: Hypotheses, dwellings: int) -> Decimal | None:
    """Mean cost of the branch to one sub-station, € before tax; None outside of 10 to 333."""
    if not SMALLEST <= dwellings <= LARGEST:
        return None
    return interpolated(rows(known, CONNECTIONS), Decimal(dwellings))


def skid(known: Hypotheses, kw: Decimal) -> Decimal:
    """A sub-station, € before tax."""
    return interpolated(rows(known, SKIDS), kw)


def gas_boiler(known: Hypotheses, kw: Decimal) -> Decimal:
    """A new collective gas boiler, fitted, € before tax."""
    return interpolated(rows(known, BOILERS), kw) * (1 + known["pose_chaufferie"])


def heat_pump(known: Hypotheses, kw: Decimal) -> Decimal:
    """A collective heat pump, fitted, € before tax: neither outdoor units nor electrical
    connection."""
    return known["pac_kw"] * kw * (1 + known["pose_chaufferie"])


def certificates(
    known: Hypotheses, dwellings: int, enrr: Decimal | None, zone: str
) -> Decimal | None:
    """Certificates of one sub-station, in kWh cumac: the « Coup de pouce » of a network above half
    of EnR&R, else the sheet BAR-TH-137 by climate zone; None where there is none."""
    if enrr is not None and enrr > known["seuil_enrr_coup_de_pouce"]:
        if dwellings <= known["coup_de_pouce_petit_max"]:
            each, fixed = known["coup_de_pouce_petit_logement"], known["coup_de_pouce_petit_fixe"]
        else:
            each, fixed = known["coup_de_pouce_grand_logement"], known["coup_de_pouce_grand_fixe"]
        return each * dwellings + fixed
    each_of_zone = {
        "H1": known["cee_raccordement_h1"],
        "H2": known["cee_raccordement_h2"],
        "H3": known["cee_raccordement_h3"],
    }.get(zone)
    return None if each_of_zone is None else each_of_zone * dwellings


def worth(known: Hypotheses, kwhc: Decimal) -> Decimal:
    """What certificates are worth, in €, at the whole price of the registry."""
    return kwhc * known["coup_de_pouce_prix"] / 1000
