"""Duties, votes, and the distances of the address test."""

from datetime import date
from decimal import Decimal

from socle.facts.shape import Fact, Status, Year

from .sources import (
    BOILERS,
    BUILDING_CODE,
    CHECKED,
    CLASSED,
    CLIMATE,
    CONDOMINIUM,
    CONDOMINIUM_DECREE,
    ENERGY_CODE,
    ENERGY_CODE_QUOTED,
    FCU,
    FIRST_READ,
    LABELS,
    READ_AGAIN,
    REGULATION,
    TERTIARY,
    UNDATED,
)

CONDOMINIUMS = "copropriétés"

CLASSIFICATION = [
    Fact(
        key="classement_nombre",
        label="Réseaux classés",
        value=617,
        unit="réseaux",
        measure="Liste officielle ; elle change presque chaque année",
        perimeter="France",
        year="2024",
        source=CLASSED,
        checked=FIRST_READ,
        status=Status.RELAYED,
    ),
    Fact(
        key="seuil_enrr_classement",
        label="Énergies renouvelables et de récupération, pour qu’un réseau soit classé",
        value=50,
        unit="%",
        measure="Il en faut davantage",
        perimeter="énergie d’un réseau sur l’année",
        year="article L. 712-1",
        source=ENERGY_CODE,
        checked=CHECKED,
        status=Status.RELAYED,
    ),
    Fact(
        key="pdp_seuil_kw",
        label="Puissance à partir de laquelle l’obligation peut jouer",
        value=30,
        unit="kW",
        measure="Renouvellement d’une installation de chauffage ; la collectivité peut relever "
        "ce seuil",
        perimeter="périmètres de développement prioritaire",
        year="article R. 712-9",
        source=ENERGY_CODE_QUOTED,
        checked=READ_AGAIN,
        status=Status.RELAYED,
    ),
    Fact(
        key="pdp_amende",
        label="Amende maximale en cas de non-raccordement sans dérogation",
        value=300_000,
        unit="€",
        measure="Quand l’obligation s’applique et que rien n’en dispense",
        perimeter="périmètres de développement prioritaire",
        year="article L. 712-5",
        source=ENERGY_CODE,
        checked=FIRST_READ,
        status=Status.RELAYED,
    ),
]

BUILDINGS = [
    Fact(
        key="fioul_interdit",
        label="Fin de l’installation de chaudières au fioul neuves",
        value=date(2022, 7, 1),
        measure="Une chaudière déjà en place peut être réparée",
        perimeter="France",
        year=UNDATED,
        source=FCU,
        checked=FIRST_READ,
    ),
    Fact(
        key="gaz_interdiction_abandon",
        label="Abandon du projet d’interdire les chaudières à gaz en 2026",
        value=Year(2023),
        measure="Aucune interdiction de remplacer une chaudière à gaz n’a été trouvée",
        perimeter="immeubles existants, France",
        year="2023",
        source=BOILERS,
        checked=CHECKED,
        status=Status.RELAYED,
    ),
    Fact(
        key="regulation_echeance",
        label="Réglage de la température et isolation des tuyaux",
        value=date(2030, 1, 1),
        measure="Décret du 7 juin 2023, échéance reportée de 2027 à 2030 par le décret du "
        "26 décembre 2025",
        perimeter="immeubles d’habitation à chauffage collectif",
        year="2025",
        source=REGULATION,
        checked=READ_AGAIN,
        status=Status.RELAYED,
    ),
    *[
        Fact(
            key=f"tertiaire_{year}",
            label=f"Baisse de consommation demandée aux locaux tertiaires en {year}",
            value=cut,
            unit="%",
            measure="Par rapport à une année de référence",
            perimeter="à partir de [fait:tertiaire_surface] de bureaux ou de commerces, immeubles "
            "mixtes compris",
            year=f"échéance {year}",
            source=TERTIARY,
            checked=READ_AGAIN,
            status=Status.RELAYED,
        )
        for year, cut in ((2030, 40), (2040, 50), (2050, 60))
    ],
    Fact(
        key="tertiaire_surface",
        label="Surface tertiaire à partir de laquelle ces baisses sont demandées",
        value=1000,
        unit="m²",
        measure="Cette surface comprise",
        perimeter="locaux tertiaires d’un même bâtiment",
        year=UNDATED,
        source=TERTIARY,
        checked=READ_AGAIN,
        status=Status.RELAYED,
    ),
    Fact(
        key="dpe_collectif_50_200",
        label="DPE collectif, copropriétés de 50 à 200 lots",
        value=date(2025, 1, 1),
        measure="Un an plus tôt au-delà de 200 lots, un an plus tard en dessous de 50",
        perimeter="immeubles dont le permis a été déposé avant le [fait:dpe_collectif_permis]",
        year="2021",
        source=CLIMATE,
        checked=CHECKED,
        status=Status.RELAYED,
    ),
    Fact(
        key="dpe_collectif_permis",
        label="DPE collectif : permis de construire déposé avant le",
        value=date(2013, 1, 1),
        measure="Les immeubles plus récents ne sont pas concernés",
        perimeter="immeubles collectifs d’habitation",
        year="article L. 126-31",
        source=BUILDING_CODE,
        checked=CHECKED,
    ),
    Fact(
        key="dpe_collectif_duree",
        label="DPE collectif : à refaire tous les",
        value=10,
        unit="ans",
        measure="Sauf classe A, B ou C dans un diagnostic fait après le 1er juillet 2021",
        perimeter="immeubles collectifs d’habitation",
        year="article L. 126-31",
        source=BUILDING_CODE,
        checked=CHECKED,
    ),
    Fact(
        key="dpe_facteur_electricite",
        label="Poids d’un kWh d’électricité dans l’étiquette énergie",
        value=Decimal("1.9"),
        measure="Énergie primaire par kWh acheté, au lieu de 2,3, depuis le 1er janvier 2026 : "
        "des étiquettes ont changé",
        perimeter="diagnostics de performance énergétique",
        year="2026",
        source=LABELS,
        checked=CHECKED,
        status=Status.RELAYED,
    ),
]

BUDGET = [
    Fact(
        key="fonds_travaux",
        label="Cotisation minimale au fonds de travaux",
        value=5,
        unit="% du budget",
        measure="Part du budget prévisionnel de l’année ; une fois un plan pluriannuel de "
        "travaux adopté, au moins [fait:fonds_travaux_plan] aussi",
        perimeter="copropriétés soumises à cette obligation",
        year="article 14-2-1",
        source=CONDOMINIUM,
        checked=CHECKED,
    ),
    Fact(
        key="fonds_travaux_plan",
        label="Cotisation minimale au fonds de travaux, une fois un plan adopté",
        value=Decimal("2.5"),
        unit="% des travaux prévus",
        measure="Part du montant des travaux du plan, à comparer avec celle du budget",
        perimeter="copropriétés qui ont adopté un plan pluriannuel de travaux",
        year="article 14-2-1",
        source=CONDOMINIUM,
        checked=CHECKED,
    ),
    Fact(
        key="plan_travaux_age",
        label="Plan pluriannuel de travaux : âge de l’immeuble",
        value=15,
        unit="ans",
        measure="Après la fin de la construction",
        perimeter="immeubles d’habitation en copropriété",
        year="article 14-2",
        source=CONDOMINIUM,
        checked=CHECKED,
    ),
    Fact(
        key="plan_travaux_revision",
        label="Plan pluriannuel de travaux : à revoir tous les",
        value=10,
        unit="ans",
        measure="Au moins",
        perimeter="immeubles d’habitation en copropriété",
        year="article 14-2",
        source=CONDOMINIUM,
        checked=CHECKED,
    ),
]

ASSEMBLY = [
    Fact(
        key="convocation_jours",
        label="Délai de convocation d’une assemblée générale",
        value=21,
        unit="jours",
        measure="Au moins, sauf urgence ; le règlement de copropriété peut prévoir plus",
        perimeter=CONDOMINIUMS,
        year="article 9",
        source=CONDOMINIUM_DECREE,
        checked=CHECKED,
    ),
    Fact(
        key="contestation_mois",
        label="Délai pour contester une décision d’assemblée générale",
        value=2,
        unit="mois",
        measure="À partir de la notification du procès-verbal aux opposants et aux absents",
        perimeter=CONDOMINIUMS,
        year="article 42",
        source=CONDOMINIUM,
        checked=CHECKED,
    ),
    Fact(
        key="seconde_assemblee_mois",
        label="Délai pour une seconde assemblée sur le même projet",
        value=3,
        unit="mois",
        measure="Quand moins du tiers des voix a été réuni ; elle peut décider à la majorité de "
        "l’article 24",
        perimeter="travaux d’économie d’énergie de l’article 25 f",
        year="article 25-1, alinéa 2",
        source=CONDOMINIUM,
        checked=CHECKED,
    ),
]

DISTANCES = [
    Fact(
        key="distance_tres_proche",
        label="Distance d’un réseau « très proche »",
        value=100,
        unit="m",
        measure="Ligne droite entre l’adresse et le tracé",
        perimeter="France ; 60 m pour deux réseaux de Paris",
        year=UNDATED,
        source=FCU,
        checked=FIRST_READ,
    ),
    Fact(
        key="distance_proche",
        label="Distance d’un réseau « proche »",
        value=200,
        unit="m",
        measure="Ligne droite entre l’adresse et le tracé",
        perimeter="France ; 100 m pour deux réseaux de Paris",
        year=UNDATED,
        source=FCU,
        checked=FIRST_READ,
    ),
]

FACTS = [*CLASSIFICATION, *BUILDINGS, *BUDGET, *ASSEMBLY, *DISTANCES]
