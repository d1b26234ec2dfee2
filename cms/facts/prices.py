"""Prices of heat, and the tax on them."""

from datetime import date
from decimal import Decimal

from socle.facts.shape import Fact, Range, Status

from .sources import (
    BOILER_TAX,
    CHECKED,
    FCU,
    FIRST_READ,
    MODEL,
    NOTE,
    READ_AGAIN,
    TAX,
    UNDATED,
)

BEFORE_CRISIS = "Entre 2015 et 2021, avant la crise de l’énergie"
FRANCE = "moyenne nationale"

PRICES = [
    Fact(
        key="prix_chaleur_moyen",
        label="Prix moyen de la chaleur des réseaux",
        value=Decimal("110.9"),
        unit="€ par MWh",
        measure="Toutes taxes comprises, abonnement et consommation, sans « bouclier »",
        perimeter="moyenne nationale ; une autre source dit [fait:prix_chaleur_comparateur]",
        year="2024",
        source=MODEL,
        checked=CHECKED,
        subject="prix_chaleur",
    ),
    Fact(
        key="prix_chaleur_comparateur",
        label="Prix moyen de la chaleur des réseaux, selon le comparateur",
        value=Decimal("110.4"),
        unit="€ par MWh",
        measure="Toutes taxes comprises, abonnement et consommation",
        perimeter=FRANCE,
        year="2024",
        source=NOTE,
        checked=CHECKED,
        subject="prix_chaleur",
    ),
    Fact(
        key="part_abonnement",
        label="Part de l’abonnement (R2) dans la facture d’un réseau",
        value=Decimal("42.8"),
        unit="%",
        measure="Part fixe du prix moyen, toutes taxes comprises",
        perimeter="moyenne nationale ; chaque réseau a la sienne",
        year="2024",
        source=MODEL,
        checked=CHECKED,
    ),
    Fact(
        key="part_r1_r2",
        label="Part de chacun des deux termes R1 et R2 dans la facture",
        value=Range(30, 70),
        unit="%",
        measure="Les deux parts font ensemble 100 %",
        perimeter="selon les réseaux",
        year=UNDATED,
        source=FCU,
        checked=FIRST_READ,
    ),
    *[
        Fact(
            key=f"prix_hausse_{key}",
            label=label,
            value=value,
            unit="%",
            measure=BEFORE_CRISIS,
            perimeter=FRANCE,
            year="2015–2021",
            source=FCU,
            checked=FIRST_READ,
            is_rise=True,
        )
        for key, label, value in (
            ("reseaux", "Hausse du prix de la chaleur des réseaux", 5),
            ("gaz", "Hausse du prix du gaz", 29),
            ("electricite", "Hausse du prix de l’électricité", 26),
            ("fioul", "Hausse du prix du fioul", 71),
        )
    ],
    Fact(
        key="consommation_logement",
        label="Consommation de chaleur d’un logement, par défaut",
        value=10,
        unit="MWh par an",
        measure="Chauffage et eau chaude, ordre de grandeur ; vos factures valent mieux",
        perimeter="un logement de 70 m²",
        year=UNDATED,
        source=FCU,
        checked=FIRST_READ,
    ),
]

TAXES = [
    Fact(
        key="tva_reduite",
        label="TVA réduite sur la chaleur",
        value=Decimal("5.5"),
        unit="%",
        measure="Sur l’abonnement (R2) de tous les réseaux, quelle que soit leur énergie ; sur la "
        "consommation (R1) si le réseau atteint au moins [fait:seuil_enrr] d’énergies "
        "renouvelables ou de récupération",
        perimeter="réseaux de chaleur, France métropolitaine",
        year="2025",
        source=TAX,
        checked=CHECKED,
    ),
    Fact(
        key="tva_normale",
        label="TVA normale",
        value=20,
        unit="%",
        measure="Sur la consommation (R1) des autres réseaux",
        perimeter="France métropolitaine",
        year="2025",
        source=TAX,
        checked=CHECKED,
    ),
    Fact(
        key="seuil_enrr",
        label="Énergies renouvelables et de récupération, pour la TVA réduite sur R1",
        value=50,
        unit="%",
        measure="Il en faut au moins autant : énergies renouvelables du code de l’énergie, ou "
        "chaleur d’un procédé qui n’a pas pour but d’en produire",
        perimeter="énergie d’un réseau sur l’année",
        year="2025",
        source=TAX,
        checked=CHECKED,
    ),
    Fact(
        key="tva_abonnement_gaz",
        label="TVA sur les abonnements de gaz et d’électricité",
        value=20,
        unit="%",
        measure="Au lieu de [fait:tva_reduite] ; l’abonnement d’un réseau de chaleur (R2) n’est "
        "pas touché",
        perimeter="abonnements de gaz et d’électricité",
        year="2025",
        source=TAX,
        checked=READ_AGAIN,
    ),
    Fact(
        key="tva_abonnement_gaz_debut",
        label="Hausse de la TVA sur les abonnements de gaz et d’électricité",
        value=date(2025, 8, 1),
        measure="Premier jour de la TVA à [fait:tva_abonnement_gaz]",
        perimeter="abonnements de gaz et d’électricité",
        year="2025",
        source=TAX,
        checked=READ_AGAIN,
    ),
    Fact(
        key="tva_chaudiere_fossile",
        label="TVA sur une chaudière à gaz ou au fioul",
        value=20,
        unit="%",
        measure="Fourniture et pose",
        perimeter="chaudières à énergie fossile des immeubles d’habitation",
        year="2025",
        source=BOILER_TAX,
        checked=READ_AGAIN,
        status=Status.RELAYED,
    ),
    Fact(
        key="tva_chaudiere_fossile_debut",
        label="Fin de la TVA réduite sur les chaudières à gaz et au fioul",
        value=date(2025, 3, 1),
        measure="Fourniture et pose, premier jour de la TVA à [fait:tva_chaudiere_fossile]",
        perimeter="chaudières à énergie fossile des immeubles d’habitation",
        year="2025",
        source=BOILER_TAX,
        checked=READ_AGAIN,
        status=Status.RELAYED,
    ),
]

FACTS = [*PRICES, *TAXES]
