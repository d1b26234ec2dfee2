"""The figures that the computation rests on, read from the registry of facts: none is typed here.

`hypotheses()["rendement_reseau"]`: by the key of the fact, so that each leads to its source.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from socle.facts_registry.selectors import fact
from socle.facts_registry.shape import Fact, Range

type Hypotheses = Mapping[str, Decimal]
# Sizes (dwellings or kW) and costs (€ before tax), by size.
type Rows = list[tuple[Decimal, Decimal]]

ONE_BY_ONE = (
    # From what is bought to the heat of the dwellings.
    *("rendement_reseau", "rendement_gaz_condensation", "rendement_gaz_ancien", "rendement_fioul"),
    *("gaz_pcs_pci", "fioul_litres_mwh", "consommation_logement"),
    # Prices and taxes.
    *("prix_chaleur_moyen", "part_abonnement", "prix_gaz", "prix_electricite", "prix_fioul"),
    *("gaz_fixe_petit", "gaz_fixe_moyen", "gaz_fixe_grand", "carbone_45", "carbone_122"),
    *("tva_reduite", "tva_normale", "seuil_enrr"),
    # Aids.
    *("seuil_enrr_coup_de_pouce", "coup_de_pouce_petit_max", "coup_de_pouce_prix"),
    *("coup_de_pouce_petit_logement", "coup_de_pouce_petit_fixe"),
    *("coup_de_pouce_grand_logement", "coup_de_pouce_grand_fixe"),
    *("cee_raccordement_h1", "cee_raccordement_h2", "cee_raccordement_h3"),
    # Equipment and upkeep.
    *("pose_chaufferie", "pac_kw", "pac_aide", "pac_collective_35", "pac_collective_perte_45"),
    *("pac_collective_perte_55", "pac_collective_perte_65", "entretien_gaz", "entretien_pac"),
    *("entretien_sous_station", "renouvellement_chaufferie", "renouvellement_sous_station"),
    *("duree_raccordement", "duree_equipement", "heures_pleine_puissance", "marge_puissance"),
    # How sure each term is.
    *("incertitude_trois_factures", "incertitude_deux_factures", "incertitude_une_facture"),
    *("incertitude_euros", "incertitude_consommation", "incertitude_chaudiere"),
    *("incertitude_rendement", "incertitude_prix_offre", "incertitude_prix_publie"),
    *("incertitude_prix_par_an", "incertitude_prix_ambassadeurs", "incertitude_prix_national"),
    *("incertitude_gaz_saisi", "incertitude_gaz_repere", "incertitude_puissance_saisie"),
    *("incertitude_puissance_estimee", "cout_raccordement_ecart", "incertitude_travaux_offre"),
    "incertitude_travaux_gaz",
)
CONNECTIONS = (
    *("cout_raccordement_25", "cout_raccordement_42", "cout_raccordement_58"),
    *("cout_raccordement_83", "cout_raccordement_125", "cout_raccordement_167"),
    *("cout_raccordement_250", "cout_raccordement_333"),
)
SKIDS = (
    *("sous_station_50", "sous_station_100", "sous_station_200", "sous_station_300"),
    *("sous_station_400", "sous_station_500", "sous_station_700", "sous_station_1000"),
    "sous_station_2000",
)
BOILERS = (
    *("chaudiere_gaz_120", "chaudiere_gaz_200", "chaudiere_gaz_300", "chaudiere_gaz_400"),
    *("chaudiere_gaz_500", "chaudiere_gaz_700", "chaudiere_gaz_1000", "chaudiere_gaz_2000"),
)
KEYS = (*ONE_BY_ONE, *CONNECTIONS, *SKIDS, *BOILERS)


def hypotheses() -> Hypotheses:
    """The figures of now, by key, in the units of their facts, but a ratio for what they give in %
    (86 % is 0.86; shares of EnR&R stay in %). No query but that of the registry, when it moved."""
    return {key: number(key) for key in KEYS}


def to_verify() -> list[Fact]:
    """The figures of which the term has passed: what is counted with them says so."""
    return [found for key in KEYS if (found := fact(key)).is_expired]


def number(key: str) -> Decimal:
    """The value of a fact, the middle when it has two ends. Raises UnknownFact, and TypeError for
    what is no number."""
    found = fact(key)
    value = found.value
    if isinstance(value, Range):
        value = (Decimal(value.low) + Decimal(value.high)) / 2
    if value is None or isinstance(value, date):
        raise TypeError(f"Le chiffre « {key} » n’est pas un nombre.")
    is_ratio = found.unit.startswith("%") and not key.startswith("seuil_enrr")
    return Decimal(value) / 100 if is_ratio else Decimal(value)


def rows(known: Hypotheses, keys: tuple[str, ...]) -> Rows:
    """A table of costs: the size is the last word of each key."""
    return [(Decimal(key.rpartition("_")[2]), known[key]) for key in keys]
