"""Data of `cms.facts`: key → (label, value, unit, scope, year, source key)."""

# Source key → (name shown, address or empty).
SOURCES: dict[str, tuple[str, str]] = {
    "fcu": (
        "France Chaleur Urbaine",
        "https://france-chaleur-urbaine.beta.gouv.fr/",
    ),
    "fedene": (
        "FEDENE, citée par France Chaleur Urbaine",
        "https://france-chaleur-urbaine.beta.gouv.fr/",
    ),
    "cee": (
        "charte « Coup de pouce Chauffage des bâtiments résidentiels collectifs et tertiaires », "
        "citée par France Chaleur Urbaine",
        "https://france-chaleur-urbaine.beta.gouv.fr/",
    ),
    "energie": ("code de l’énergie", ""),
    "classement": ("arrêté du 3 décembre 2024 sur les réseaux classés", ""),
    "copropriete": (
        "loi du 10 juillet 1965 sur la copropriété",
        "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000880200",
    ),
    "decret67": (
        "décret du 17 mars 1967 sur la copropriété",
        "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000305770",
    ),
    "climat": ("loi du 22 août 2021 « Climat et résilience »", ""),
}
# When the source gives no year: the month in which it was read.
READ = "relevé en juillet 2026"
IN_FORCE = "en vigueur"


def _connection(size: str, value: str) -> tuple[str, str, str, str, str, str]:
    scope = "Branchement de 50 m, avant aides ; la source ne dit pas si c’est hors taxes"
    return (f"Coût du raccordement, {size}", value, "€", scope, READ, "fedene")


FACTS: dict[str, tuple[str, str, str, str, str, str]] = {
    # --- CO2 ---
    "co2_reseaux_acv": (
        "CO2 des réseaux de chaleur, en moyenne",
        "113",
        "g de CO2 par kWh",
        "Moyenne nationale, analyse du cycle de vie ; chaque réseau a son propre chiffre",
        "2023",
        "fcu",
    ),
    "co2_gaz_acv": (
        "CO2 du chauffage au gaz",
        "227",
        "g de CO2 par kWh",
        "Gaz naturel, analyse du cycle de vie",
        READ,
        "fcu",
    ),
    "co2_fioul_acv": (
        "CO2 du chauffage au fioul",
        "324",
        "g de CO2 par kWh",
        "Fioul domestique, analyse du cycle de vie",
        READ,
        "fcu",
    ),
    "co2_reseaux_acv_2012": (
        "CO2 des réseaux de chaleur en 2012",
        "200",
        "g de CO2 par kWh",
        "Moyenne nationale, analyse du cycle de vie",
        "2012",
        "fcu",
    ),
    "co2_reseaux_cible_2030": (
        "CO2 des réseaux visé en 2030",
        "79",
        "g de CO2 par kWh",
        "Objectif national, et non une mesure",
        "objectif 2030",
        "fcu",
    ),
    # --- Energies ---
    "enrr_reseaux": (
        "Énergies renouvelables et de récupération dans les réseaux",
        "66,5",
        "%",
        "Moyenne nationale de la chaleur livrée ; chaque réseau a son propre taux",
        "2023",
        "fcu",
    ),
    "enrr_dechets": (
        "Chaleur issue des usines d’incinération",
        "29",
        "%",
        "Part du bouquet énergétique des réseaux",
        "2023",
        "fcu",
    ),
    "enrr_biomasse": (
        "Chaleur issue du bois et de la biomasse",
        "25,5",
        "%",
        "Part du bouquet énergétique des réseaux",
        "2023",
        "fcu",
    ),
    "enrr_geothermie": (
        "Chaleur issue de la géothermie",
        "5,5",
        "%",
        "Part du bouquet énergétique des réseaux",
        "2023",
        "fcu",
    ),
    # --- Size of the field ---
    "reseaux_nombre": (
        "Réseaux de chaleur en France",
        "1 000",
        "réseaux environ",
        "Réseaux recensés par l’enquête annuelle",
        "2023",
        "fcu",
    ),
    "reseaux_longueur": (
        "Longueur des réseaux de chaleur",
        "7 515",
        "km",
        "Ensemble des réseaux recensés",
        "2023",
        "fcu",
    ),
    "reseaux_batiments": (
        "Bâtiments raccordés",
        "50 065",
        "bâtiments",
        "Logements, bureaux et équipements confondus",
        "2023",
        "fcu",
    ),
    "logements_proches": (
        "Logements à chauffage collectif près d’un réseau",
        "653 000",
        "logements",
        "Estimation, logements non encore raccordés",
        READ,
        "fcu",
    ),
    # --- Price ---
    "prix_hausse_reseaux": (
        "Hausse du prix de la chaleur des réseaux",
        "+ 5",
        "%",
        "Entre 2015 et 2021, avant la crise de l’énergie",
        "2015–2021",
        "fcu",
    ),
    "prix_hausse_gaz": (
        "Hausse du prix du gaz",
        "+ 29",
        "%",
        "Entre 2015 et 2021, avant la crise de l’énergie",
        "2015–2021",
        "fcu",
    ),
    "prix_hausse_electricite": (
        "Hausse du prix de l’électricité",
        "+ 26",
        "%",
        "Entre 2015 et 2021, avant la crise de l’énergie",
        "2015–2021",
        "fcu",
    ),
    "prix_hausse_fioul": (
        "Hausse du prix du fioul",
        "+ 71",
        "%",
        "Entre 2015 et 2021, avant la crise de l’énergie",
        "2015–2021",
        "fcu",
    ),
    "part_r1_r2": (
        "Part de chacun des deux termes R1 et R2 dans la facture",
        "30 à 70",
        "%",
        "Selon les réseaux ; les deux parts font ensemble 100 %",
        READ,
        "fcu",
    ),
    "tva_reduite": (
        "TVA réduite sur la chaleur",
        "5,5",
        "%",
        "Sur l’abonnement (R2) de tous les réseaux ; sur la consommation (R1) si le réseau "
        "utilise plus de 50 % d’énergies renouvelables et de récupération",
        READ,
        "fcu",
    ),
    "tva_normale": (
        "TVA normale",
        "20",
        "%",
        "Sur la consommation (R1) des autres réseaux",
        READ,
        "fcu",
    ),
    "seuil_enrr": (
        "Énergies renouvelables et de récupération, pour la TVA réduite sur R1",
        "50",
        "%",
        "Il en faut plus de 50 %",
        READ,
        "fcu",
    ),
    "seuil_enrr_classement": (
        "Énergies renouvelables et de récupération, pour qu’un réseau soit classé",
        "50",
        "%",
        "Il en faut plus de 50 %",
        IN_FORCE,
        "energie",
    ),
    "seuil_enrr_coup_de_pouce": (
        "Énergies renouvelables et de récupération, pour la prime « Coup de pouce »",
        "50",
        "%",
        "Il en faut plus de 50 %",
        READ,
        "cee",
    ),
    "consommation_logement": (
        "Consommation de chauffage d’un logement, par défaut",
        "10",
        "MWh par an",
        "Ordre de grandeur pour un logement de 70 m² ; vos factures valent mieux",
        READ,
        "fcu",
    ),
    # --- Connection cost ---
    "cout_raccordement_25": _connection("jusqu’à 25 logements", "74 180 à 111 269"),
    "cout_raccordement_42": _connection("42 logements", "79 442 à 119 163"),
    "cout_raccordement_83": _connection("83 logements", "92 497 à 138 745"),
    "cout_raccordement_125": _connection("125 logements", "102 718 à 154 077"),
    "cout_raccordement_250": _connection("250 logements", "140 162 à 210 243"),
    "puissance_logement": (
        "Puissance comptée pour un logement",
        "12",
        "kW",
        "Valeur utilisée pour estimer le coût d’un raccordement, pas une mesure",
        READ,
        "fcu",
    ),
    # --- Aids ---
    "coup_de_pouce": (
        "Prime « Coup de pouce » pour une copropriété d’environ 100 lots",
        "50 000",
        "€ environ",
        "Ordre de grandeur ; le montant est fixé par chaque signataire de la charte",
        READ,
        "fcu",
    ),
    "coup_de_pouce_engagement": (
        "Coup de pouce : devis à signer au plus tard",
        "31 décembre 2030",
        "",
        "Travaux achevés avant le 31 décembre 2032 ; bâtiment de plus de deux ans",
        READ,
        "cee",
    ),
    # --- Duties ---
    "classement_nombre": (
        "Réseaux classés",
        "617",
        "réseaux",
        "Liste officielle ; elle change presque chaque année",
        "2024",
        "classement",
    ),
    "pdp_seuil_kw": (
        "Puissance à partir de laquelle l’obligation peut jouer",
        "30",
        "kW",
        "Renouvellement du chauffage dans un périmètre prioritaire ; "
        "la collectivité peut relever ce seuil",
        IN_FORCE,
        "energie",
    ),
    "pdp_amende": (
        "Amende maximale en cas de non-raccordement sans dérogation",
        "300 000",
        "€",
        "Quand l’obligation s’applique et que rien n’en dispense",
        "article L. 712-5, en vigueur",
        "energie",
    ),
    "fioul_interdit": (
        "Fin de l’installation de chaudières au fioul neuves",
        "1er juillet 2022",
        "",
        "Une chaudière déjà en place peut être réparée",
        READ,
        "fcu",
    ),
    "fonds_travaux": (
        "Cotisation minimale au fonds de travaux",
        "5",
        "% du budget",
        "Part du budget prévisionnel annuel, pour les immeubles soumis à cette obligation",
        "article 14-2-1, en vigueur",
        "copropriete",
    ),
    "dpe_collectif_50_200": (
        "DPE collectif, copropriétés de 50 à 200 lots",
        "1er janvier 2025",
        "",
        "Permis de construire antérieur à 2013 ; 2024 au-delà de 200 lots, 2026 en dessous de 50",
        IN_FORCE,
        "climat",
    ),
    # --- Studies ---
    "cout_audit": (
        "Coût d’un audit énergétique de copropriété",
        "4 500 à 14 000",
        "€",
        "Selon la taille de l’immeuble",
        READ,
        "fcu",
    ),
    "cout_dtg": (
        "Coût d’un diagnostic technique global",
        "10 000 à 17 000",
        "€",
        "Selon la taille de l’immeuble",
        READ,
        "fcu",
    ),
    "cout_dpe": (
        "Coût d’un DPE collectif",
        "1 000 à 4 000",
        "€",
        "Selon la taille de l’immeuble",
        READ,
        "fcu",
    ),
    # --- Assemblée générale ---
    "convocation_jours": (
        "Délai de convocation d’une assemblée générale",
        "21",
        "jours",
        "Au moins, sauf urgence ; le règlement de copropriété peut prévoir plus",
        "article 9, en vigueur",
        "decret67",
    ),
    "contestation_mois": (
        "Délai pour contester une décision d’assemblée générale",
        "2",
        "mois",
        "À partir de la notification du procès-verbal aux opposants et aux absents",
        "article 42, en vigueur",
        "copropriete",
    ),
    # --- Address test ---
    "distance_tres_proche": (
        "Distance d’un réseau « très proche »",
        "100",
        "m",
        "Ligne droite entre l’adresse et le tracé ; 60 m pour deux réseaux de Paris",
        READ,
        "fcu",
    ),
    "distance_proche": (
        "Distance d’un réseau « proche »",
        "200",
        "m",
        "Ligne droite entre l’adresse et le tracé ; 100 m pour deux réseaux de Paris",
        READ,
        "fcu",
    ),
}
