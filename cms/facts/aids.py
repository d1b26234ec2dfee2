"""The cost of a connection and what helps to pay it.

CEE means certificat d’économies d’énergie, counted in kWh cumac (kWhc): the energy saved over the
life of the works.
"""

from datetime import date
from decimal import Decimal

from socle.facts.shape import Fact, Range, Status

from .sources import (
    BOILERS,
    CEE,
    CHECKED,
    FCU,
    FEDENE,
    FIRST_READ,
    MODEL,
    NOTE,
    READ_AGAIN,
    RENOVATION,
    RENOVATION_2026,
    UNDATED,
)

# Since the arrêté of 27 December 2025, the aid is counted once for each sub-station.
CONNECTIONS = "raccordement d’une sous-station d’immeubles au gaz, au fioul ou au charbon"
# Dwellings → mean cost in euros before tax (`NOTE`; 333: the value of `MODEL`, since the note
# prints 242 400 there, the upper end of FEDENE’s own range).
CONNECTION_COSTS = {
    25: 92_725,
    42: 99_303,
    58: 107_146,
    83: 115_621,
    125: 128_398,
    167: 143_072,
    250: 175_203,
    333: 202_400,
}

CONNECTION = [
    *[
        Fact(
            key=f"cout_raccordement_{dwellings}",
            label=f"Coût du raccordement, {dwellings} logements",
            value=cost,
            unit="€ HT",
            measure="Hors taxes et avant aides : 50 m de branchement, sans les travaux dans "
            "l’immeuble. Les sources diffèrent pour la sous-station : la note l’y compte, le "
            "modèle l’ajoute à part. Demandez à l’exploitant si son prix la comprend",
            perimeter="moyenne nationale, à [fait:cout_raccordement_ecart] près en plus ou en "
            "moins",
            year="2026",
            source=NOTE if dwellings != 333 else MODEL,
            checked=READ_AGAIN,
        )
        for dwellings, cost in CONNECTION_COSTS.items()
    ],
    Fact(
        key="cout_raccordement_longueur",
        label="Branchement que compte le coût moyen d’un raccordement",
        value=50,
        unit="m",
        measure="Du réseau à l’immeuble ; plus loin, les travaux coûtent davantage",
        perimeter="moyenne nationale",
        year="2026",
        source=NOTE,
        checked=READ_AGAIN,
    ),
    Fact(
        key="cout_raccordement_ecart",
        label="Écart habituel autour du coût moyen d’un raccordement",
        value=20,
        unit="%",
        measure="Bornes données par la profession, en plus et en moins",
        perimeter="branchements de 50 m, France",
        year=UNDATED,
        source=FEDENE,
        checked=CHECKED,
        status=Status.RELAYED,
    ),
    Fact(
        key="puissance_logement",
        label="Puissance comptée pour un logement",
        value=12,
        unit="kW",
        measure="Hypothèse d’un calcul de coût, pas une mesure",
        perimeter="un logement",
        year=UNDATED,
        source=FCU,
        checked=FIRST_READ,
    ),
]

CERTIFICATES = [
    Fact(
        key="coup_de_pouce_prix",
        label="Prix des certificats retenu pour ce calcul",
        value=Decimal("8.04"),
        unit="€ par MWh cumac",
        measure="Hypothèse ; chaque signataire fixe son prix",
        perimeter="certificats d’économies d’énergie",
        year="2026",
        source=MODEL,
        checked=CHECKED,
    ),
    *[
        Fact(
            key=f"coup_de_pouce_{key}",
            label=f"Coup de pouce : {label}",
            value=value,
            unit=unit,
            measure="Terme de la formule, comptée une fois par sous-station depuis le 1er janvier "
            "2026 (arrêté du 27 décembre 2025)",
            perimeter=perimeter,
            year="2026",
            source=MODEL,
            checked=READ_AGAIN,
        )
        for key, label, value, unit, perimeter in (
            (
                "petit_max",
                "taille où la formule change",
                125,
                "logements",
                CONNECTIONS,
            ),
            (
                "petit_logement",
                "part de chaque logement, petite sous-station",
                24_000,
                "kWh cumac",
                "jusqu’à [fait:coup_de_pouce_petit_max]",
            ),
            (
                "petit_fixe",
                "part fixe, petite sous-station",
                9_000_000,
                "kWh cumac",
                "jusqu’à [fait:coup_de_pouce_petit_max]",
            ),
            (
                "grand_logement",
                "part de chaque logement, grande sous-station",
                54_000,
                "kWh cumac",
                "au-delà de [fait:coup_de_pouce_petit_max]",
            ),
            (
                "grand_fixe",
                "part fixe, grande sous-station",
                5_200_000,
                "kWh cumac",
                "au-delà de [fait:coup_de_pouce_petit_max]",
            ),
        )
    ],
    Fact(
        key="seuil_enrr_coup_de_pouce",
        label="Énergies renouvelables et de récupération, pour la prime « Coup de pouce »",
        value=50,
        unit="%",
        measure="La charte dit « majoritairement » : il en faut davantage",
        perimeter="énergie d’un réseau sur l’année",
        year=UNDATED,
        source=CEE,
        checked=CHECKED,
        status=Status.RELAYED,
    ),
    Fact(
        key="coup_de_pouce_engagement",
        label="Coup de pouce : devis à signer au plus tard",
        value=date(2030, 12, 31),
        measure="Travaux achevés avant le [fait:coup_de_pouce_fin]",
        perimeter="bâtiments de plus de deux ans",
        year=UNDATED,
        source=CEE,
        checked=FIRST_READ,
        status=Status.RELAYED,
    ),
    Fact(
        key="coup_de_pouce_fin",
        label="Coup de pouce : travaux à achever au plus tard",
        value=date(2032, 12, 31),
        measure="Pour un devis signé avant le [fait:coup_de_pouce_engagement]",
        perimeter="bâtiments de plus de deux ans",
        year=UNDATED,
        source=CEE,
        checked=FIRST_READ,
        status=Status.RELAYED,
    ),
    *[
        Fact(
            key=f"cee_raccordement_{zone.lower()}",
            label=f"Certificats d’économies d’énergie par logement, zone {zone}",
            value=value,
            unit="kWh cumac par logement",
            measure="Fiche BAR-TH-137 vA79-4, sans Coup de pouce, depuis le 1er janvier 2026",
            perimeter=f"réseaux qui ne dépassent pas [fait:seuil_enrr_coup_de_pouce], zone {place}",
            year="2026",
            source=MODEL,
            checked=CHECKED,
        )
        for zone, place, value in (
            ("H1", "climatique H1", 47_700),
            ("H2", "climatique H2", 39_500),
            ("H3", "climatique H3", 30_800),
        )
    ],
    Fact(
        key="cee_chaudiere_gaz_fin",
        label="Fin des certificats d’économies d’énergie pour les chaudières à gaz",
        value=date(2024, 1, 1),
        measure="Plus de prime depuis ce jour",
        perimeter="chaudières à gaz",
        year="2024",
        source=BOILERS,
        checked=CHECKED,
        status=Status.RELAYED,
    ),
]

RENOVATION_AIDS = [
    *[
        Fact(
            key=f"maprimerenov_copro_{gain}",
            label=f"MaPrimeRénov’ Copropriété, gain d’énergie de {gain} % au moins",
            value=rate,
            unit="% des travaux",
            measure="Taux vu pour 2024, dans la limite de [fait:maprimerenov_copro_plafond] ; "
            "assistance à maîtrise d’ouvrage obligatoire ; taux de 2026 non vus",
            perimeter="rénovation d’ensemble d’une copropriété",
            year="2024",
            source=RENOVATION,
            checked=CHECKED,
            status=Status.TO_VERIFY,
        )
        for gain, rate in ((35, 30), (50, 45))
    ],
    Fact(
        key="maprimerenov_copro_gain",
        label="MaPrimeRénov’ Copropriété : gain d’énergie demandé",
        value=35,
        unit="%",
        measure="Au moins, après les travaux ; un raccordement seul l’atteint rarement",
        perimeter="rénovation d’ensemble d’une copropriété",
        year="2024",
        source=RENOVATION,
        checked=CHECKED,
        status=Status.TO_VERIFY,
    ),
    Fact(
        key="maprimerenov_copro_plafond",
        label="MaPrimeRénov’ Copropriété : travaux pris en compte",
        value=25_000,
        unit="€ par logement",
        measure="Au plus ; valeur de 2024",
        perimeter="rénovation d’ensemble d’une copropriété",
        year="2024",
        source=RENOVATION,
        checked=CHECKED,
        status=Status.TO_VERIFY,
    ),
    Fact(
        key="maprimerenov_reouverture",
        label="Réouverture de MaPrimeRénov’ en 2026",
        value=date(2026, 2, 23),
        measure="Fermée le 1er janvier 2026, le temps du vote du budget",
        perimeter="France",
        year="2026",
        source=RENOVATION_2026,
        checked=CHECKED,
        status=Status.RELAYED,
    ),
]

STUDIES = [
    Fact(
        key=f"cout_{key}",
        label=label,
        value=Range(low, high),
        unit="€",
        measure="Ordre de grandeur ; la source ne dit pas si les taxes sont comprises",
        perimeter="selon la taille de l’immeuble",
        year=UNDATED,
        source=FCU,
        checked=FIRST_READ,
    )
    for key, label, low, high in (
        ("audit", "Coût d’un audit énergétique de copropriété", 4500, 14_000),
        ("dtg", "Coût d’un diagnostic technique global", 10_000, 17_000),
        ("dpe", "Coût d’un DPE collectif", 1000, 4000),
    )
]

FACTS = [*CONNECTION, *CERTIFICATES, *RENOVATION_AIDS, *STUDIES]
