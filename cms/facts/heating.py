"""What a year of heating costs by each solution: yields, prices, equipment, and our conventions.

Read by `ambassadeurs/simulation`, which computes with them and types no number of its own.
"""

from decimal import Decimal

from socle.facts.shape import Fact, Status

from .sources import GAS_PRICE, MODEL, NOTE, OURS, READ_AGAIN, UNDATED

CENTRAL = "chauffage collectif d’un immeuble, France"

YIELDS = [
    Fact(
        key=f"rendement_{key}",
        label=f"Rendement d’une année : {label}",
        value=value,
        unit="%",
        measure=measure,
        perimeter=CENTRAL,
        year="2026",
        source=NOTE,
        checked=READ_AGAIN,
    )
    for key, label, value, measure in (
        ("reseau", "chaleur d’un réseau", 86, "De la sous-station aux logements"),
        (
            "gaz_condensation",
            "chaudière à gaz à condensation",
            80,
            "De l’énergie du gaz (PCI) aux logements",
        ),
        ("gaz_ancien", "chaudière à gaz ancienne", 73, "De l’énergie du gaz (PCI) aux logements"),
        ("fioul", "chaudière au fioul", 71, "De l’énergie du fioul (PCI) aux logements"),
    )
]

ENERGY_PRICES = [
    Fact(
        key="fioul_litres_mwh",
        label="Litres de fioul pour un MWh",
        value=Decimal("94.7"),
        unit="litres par MWh",
        measure="Énergie contenue dans le fioul (PCI)",
        perimeter="fioul domestique",
        year="2026",
        source=NOTE,
        checked=READ_AGAIN,
    ),
    Fact(
        key="prix_gaz",
        label="Prix du gaz, consommation",
        value=Decimal("101.92"),
        unit="€ par MWh PCS",
        measure="Toutes taxes comprises, sans l’abonnement ; le prix de votre facture vaut mieux",
        perimeter="prix repère, France",
        year="2026",
        source=GAS_PRICE,
        checked=READ_AGAIN,
        status=Status.RELAYED,
    ),
    *[
        Fact(
            key=f"gaz_fixe_{key}",
            label=f"Abonnement de gaz d’une chaufferie, {label}",
            value=value,
            unit="€ HT par kW et par an",
            measure="Hors taxes, par kW de la chaudière",
            perimeter=CENTRAL,
            year="2026",
            source=NOTE,
            checked=READ_AGAIN,
        )
        for key, label, value in (
            ("petit", "jusqu’à 400 kW", Decimal("8.5")),
            ("moyen", "de 400 à 1 050 kW", Decimal("6.5")),
            ("grand", "à partir de 1 050 kW", 5),
        )
    ],
    Fact(
        key="prix_electricite",
        label="Prix de l’électricité d’une pompe à chaleur collective",
        value=194,
        unit="€ par MWh",
        measure="Toutes taxes comprises, abonnement compris",
        perimeter=CENTRAL,
        year="2026",
        source=NOTE,
        checked=READ_AGAIN,
    ),
    Fact(
        key="prix_fioul",
        label="Prix du fioul",
        value=Decimal("1.1642"),
        unit="€ par litre",
        measure="Toutes taxes comprises, livré",
        perimeter="fioul domestique, France",
        year="2026",
        source=NOTE,
        checked=READ_AGAIN,
    ),
    *[
        Fact(
            key=f"carbone_{euros}",
            label=f"Hausse du prix du gaz si la tonne de CO2 vaut {euros} €",
            value=value,
            unit="€ par MWh PCS",
            measure="Toutes taxes comprises, marché européen du carbone à partir de 2028 : une "
            "hypothèse, et non une prévision",
            perimeter="gaz naturel, France",
            year="2026",
            source=OURS,
            checked=READ_AGAIN,
            status=Status.CONVENTION,
        )
        for euros, value in ((45, Decimal("9.83")), (122, Decimal("26.64")))
    ],
]

# kW → € HT: linear between two rows, the end row beyond.
SKIDS = {
    50: 21_500,
    100: 22_500,
    200: 24_500,
    300: 26_000,
    400: 28_000,
    500: 30_000,
    700: 33_500,
    1000: 39_000,
    2000: 57_500,
}
BOILERS = {
    120: 15_000,
    200: 25_000,
    300: 37_500,
    400: 40_000,
    500: 45_000,
    700: 61_058,
    1000: 87_225,
    2000: 174_450,
}

EQUIPMENT = [
    *[
        Fact(
            key=f"sous_station_{power}",
            label=f"Sous-station de {power} kW",
            value=cost,
            unit="€ HT",
            measure="Hors taxes, posée ; entre deux puissances, en ligne droite",
            perimeter="échangeur d’un immeuble raccordé à un réseau",
            year="2026",
            source=MODEL,
            checked=READ_AGAIN,
        )
        for power, cost in SKIDS.items()
    ],
    *[
        Fact(
            key=f"chaudiere_gaz_{power}",
            label=f"Chaudière collective à gaz de {power} kW",
            value=cost,
            unit="€ HT",
            measure="Hors taxes, sans la pose ([fait:pose_chaufferie] en plus) ; entre deux "
            "puissances, en ligne droite",
            perimeter=CENTRAL,
            year="2026",
            source=MODEL,
            checked=READ_AGAIN,
        )
        for power, cost in BOILERS.items()
    ],
    Fact(
        key="pac_kw",
        label="Pompe à chaleur collective, par kW",
        value=1005,
        unit="€ HT par kW",
        measure="Hors taxes, sans la pose ([fait:pose_chaufferie] en plus), ni unités "
        "extérieures, ni raccordement électrique",
        perimeter=CENTRAL,
        year="2026",
        source=MODEL,
        checked=READ_AGAIN,
    ),
    *[
        Fact(
            key=key,
            label=label,
            value=value,
            unit=unit,
            measure=measure,
            perimeter=CENTRAL,
            year="2026",
            source=MODEL,
            checked=READ_AGAIN,
        )
        for key, label, value, unit, measure in (
            (
                "pose_chaufferie",
                "Pose d’une chaudière ou d’une pompe à chaleur",
                30,
                "% des travaux",
                "Ajoutée au prix de l’équipement",
            ),
            (
                "pac_aide",
                "Aide retenue pour une pompe à chaleur collective",
                35,
                "% des travaux",
                "Hypothèse : l’aide dépend du signataire",
            ),
            (
                "entretien_gaz",
                "Entretien d’une chaufferie à gaz (P2)",
                7,
                "€ HT par MWh",
                "Par MWh utile aux logements, chaque année",
            ),
            (
                "entretien_pac",
                "Entretien d’une pompe à chaleur (P2)",
                Decimal("9.8"),
                "€ HT par MWh",
                "Par MWh utile aux logements, chaque année",
            ),
            (
                "entretien_sous_station",
                "Entretien d’une sous-station (P2)",
                Decimal("1.5"),
                "% des travaux",
                "Du prix de la sous-station, chaque année",
            ),
            (
                "renouvellement_chaufferie",
                "Gros entretien d’une chaufferie (P3)",
                Decimal("1.72"),
                "% des travaux",
                "De l’investissement entier, pose et taxes comprises, chaque année",
            ),
            (
                "renouvellement_sous_station",
                "Gros entretien d’une sous-station (P3)",
                Decimal("0.75"),
                "% des travaux",
                "Du prix de la sous-station, chaque année",
            ),
            (
                "duree_raccordement",
                "Durée de vie d’un raccordement",
                30,
                "ans",
                "Le branchement, du réseau à l’immeuble",
            ),
            (
                "duree_equipement",
                "Durée de vie d’une sous-station, d’une chaudière, d’une pompe à chaleur",
                22,
                "ans",
                "Avant de la remplacer",
            ),
        )
    ],
]

CONVENTIONS = [
    Fact(
        key=key,
        label=label,
        value=value,
        unit=unit,
        measure=measure,
        perimeter=perimeter,
        year=UNDATED,
        source=OURS,
        checked=READ_AGAIN,
        status=Status.CONVENTION,
    )
    for key, label, value, unit, measure, perimeter in (
        (
            "heures_pleine_puissance",
            "Heures de pleine puissance d’un chauffage collectif",
            1700,
            "heures par an",
            "Chaleur d’une année divisée par la puissance, quand celle-ci n’est pas connue",
            CENTRAL,
        ),
        (
            "marge_puissance",
            "Marge prise sur la puissance, quand elle est estimée",
            20,
            "%",
            "Ajoutée à la puissance que donnent les heures de pleine puissance",
            CENTRAL,
        ),
        (
            "part_chauffage",
            "Part du chauffage dans la chaleur d’un immeuble",
            80,
            "%",
            "Le reste est l’eau chaude",
            CENTRAL,
        ),
        *[
            (
                f"incertitude_{name}",
                f"Incertitude : {label}",
                value,
                "%",
                "En plus et en moins, autour de la valeur retenue",
                "simulation de ChauffageUrbain",
            )
            for name, label, value in (
                ("trois_factures", "moyenne de trois factures ou plus", 4),
                ("deux_factures", "moyenne de deux factures", 6),
                ("une_facture", "une seule facture", 8),
                ("euros", "dépense en euros au lieu de la consommation", 15),
                ("consommation", "consommation d’un logement par défaut", 30),
                ("chaudiere", "chaudière inconnue", 5),
                ("rendement", "rendements", 8),
                ("prix_offre", "prix de la chaleur d’une offre", 2),
                ("prix_publie", "prix de la chaleur publié par le réseau", 10),
                ("prix_par_an", "chaque année d’un prix publié, au-delà de deux", 5),
                ("prix_ambassadeurs", "prix de la chaleur dit par des copropriétés raccordées", 15),
                ("prix_national", "prix national de la chaleur", 25),
                ("gaz_saisi", "prix du gaz de votre facture", 3),
                ("gaz_repere", "prix repère du gaz", 15),
                ("puissance_saisie", "puissance de votre chaudière", 2),
                ("puissance_estimee", "puissance estimée", 40),
                ("travaux_offre", "travaux d’une offre", 2),
                ("travaux_gaz", "coût moyen d’une chaudière neuve", 30),
            )
        ],
    )
]

HEAT_PUMP_45 = [
    Fact(
        key="pac_collective_perte_45",
        label="Rendement perdu avec des radiateurs à 45 °C",
        value=Decimal("0.6"),
        unit="kWh de chaleur par kWh d’électricité",
        measure="Hypothèse du comparateur, à retirer de la valeur à 35 °C",
        perimeter="immeubles collectifs, eau de chauffage à 45 °C",
        year="2026",
        source=NOTE,
        checked=READ_AGAIN,
    )
]

# What the computation gives of one building: the tests of the engine compare.
EXAMPLES = [
    Fact(
        key=f"exemple_{key}_{name}",
        label=f"Un an de chauffage, exemple calculé : {label}",
        value=value,
        unit=unit,
        measure="Énergie, entretien et travaux répartis sur leur durée de vie, aides déduites, "
        "toutes taxes comprises ; par unité, celle de la chaleur livrée",
        perimeter="immeuble de 25 logements de 70 m², 170 kWh par m², climat H1 ; réseau au prix "
        "moyen national, radiateurs à 55 °C",
        year="2026",
        source=OURS,
        checked=READ_AGAIN,
        status=Status.CONVENTION,
    )
    for key, label, each, heat in (
        ("reseau", "réseau de chaleur", 1470, 124),
        ("gaz", "chaudière à gaz neuve", 1695, 142),
        ("pac", "pompe à chaleur", 1364, 115),
    )
    for name, value, unit in (
        ("logement", each, "€ par logement"),
        ("mwh", heat, "€ par MWh"),
    )
]

FACTS = [*YIELDS, *ENERGY_PRICES, *EQUIPMENT, *HEAT_PUMP_45, *CONVENTIONS, *EXAMPLES]
