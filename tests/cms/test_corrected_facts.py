"""The corrections of November 2026 (C1 to C12, C16, C17): each value, its source, its day."""

from datetime import date
from decimal import Decimal

import pytest

from socle.facts_registry.selectors import fact
from socle.facts_registry.shape import Status

pytestmark = pytest.mark.django_db

CHECKED = {date(2026, 11, 25), date(2026, 11, 28)}
TAX = "bulletin officiel des finances publiques"
MODEL = "modèle de calcul de France Chaleur Urbaine"
NOTE = "note méthodologique du comparateur"
LAW_OF_1965 = "loi du 10 juillet 1965"

CORRECTED = [
    ("C1", "seuil_enrr", 50, TAX, "au moins autant"),
    ("C1", "tva_reduite", Decimal("5.5"), TAX, "au moins 50"),
    ("C1", "seuil_enrr_coup_de_pouce", 50, "Coup de pouce", "davantage"),
    ("C1", "seuil_enrr_classement", 50, "code de l’énergie", "davantage"),
    ("C2", "coup_de_pouce", 91_656, MODEL, "chaque signataire fixe son prix"),
    ("C2", "coup_de_pouce_petit_max", 125, MODEL, ""),
    ("C2", "coup_de_pouce_petit_logement", 24_000, MODEL, ""),
    ("C2", "coup_de_pouce_petit_fixe", 9_000_000, MODEL, ""),
    ("C2", "coup_de_pouce_grand_logement", 54_000, MODEL, ""),
    ("C2", "coup_de_pouce_grand_fixe", 5_200_000, MODEL, ""),
    ("C2", "coup_de_pouce_prix", Decimal("8.04"), MODEL, ""),
    ("C3", "cee_raccordement_h1", 47_700, MODEL, "BAR-TH-137"),
    ("C3", "cee_raccordement_h2", 39_500, MODEL, "BAR-TH-137"),
    ("C3", "cee_raccordement_h3", 30_800, MODEL, "BAR-TH-137"),
    ("C4", "cout_raccordement_25", 92_725, NOTE, "Hors taxes"),
    ("C4", "cout_raccordement_42", 99_303, NOTE, "Hors taxes"),
    ("C4", "cout_raccordement_58", 107_146, NOTE, "Hors taxes"),
    ("C4", "cout_raccordement_83", 115_621, NOTE, "Hors taxes"),
    ("C4", "cout_raccordement_125", 128_398, NOTE, "Hors taxes"),
    ("C4", "cout_raccordement_167", 143_072, NOTE, "Hors taxes"),
    ("C4", "cout_raccordement_250", 175_203, NOTE, "Les sources diffèrent"),
    ("C4", "cout_raccordement_333", 202_400, MODEL, "Hors taxes"),
    ("C5", "maprimerenov_copro_35", 30, "presse", "assistance à maîtrise d’ouvrage"),
    ("C5", "maprimerenov_copro_50", 45, "presse", "taux de 2026 non vus"),
    ("C5", "maprimerenov_copro_plafond", 25_000, "presse", ""),
    ("C5", "maprimerenov_reouverture", date(2026, 2, 23), "presse", ""),
    ("C6", "tva_abonnement_gaz", 20, TAX, "(R2) n’est pas touché"),
    ("C6", "tva_abonnement_gaz_debut", date(2025, 8, 1), TAX, ""),
    ("C6", "tva_chaudiere_fossile", 20, "Fédération française du bâtiment", "Fourniture et pose"),
    ("C6", "tva_chaudiere_fossile_debut", date(2025, 3, 1), "loi de finances", ""),
    ("C7", "enrr_reseaux", 67, MODEL, ""),
    ("C7", "co2_reseaux_acv", 109, MODEL, "cycle de vie"),
    ("C7", "co2_reseaux_direct", 87, MODEL, "directes"),
    ("C7", "prix_chaleur_moyen", Decimal("110.9"), MODEL, "Toutes taxes comprises"),
    ("C7", "prix_chaleur_comparateur", Decimal("110.4"), NOTE, "Toutes taxes comprises"),
    ("C7", "part_abonnement", Decimal("42.8"), MODEL, ""),
    ("C8", "co2_gaz_acv", 227, "France Chaleur Urbaine", "arrêté"),
    ("C8", "co2_gaz_base_empreinte", 243, NOTE, "Base Empreinte"),
    ("C9", "ets2_debut", 2028, "presse européenne", "9 décembre 2025"),
    ("C10", "seconde_assemblee_mois", 3, LAW_OF_1965, "article 24"),
    ("C11", "fonds_travaux", 5, LAW_OF_1965, "au moins 2,5"),
    ("C11", "fonds_travaux_plan", Decimal("2.5"), LAW_OF_1965, "du plan"),
    ("C12", "dpe_collectif_permis", date(2013, 1, 1), "code de la construction", ""),
    ("C12", "dpe_collectif_duree", 10, "code de la construction", "classe A, B ou C"),
    ("C12", "plan_travaux_age", 15, LAW_OF_1965, ""),
    ("C12", "plan_travaux_revision", 10, LAW_OF_1965, ""),
    ("C12", "dpe_facteur_electricite", Decimal("1.9"), "presse", "au lieu de 2,3"),
    ("C16", "pac_air_eau", Decimal("2.9"), "ADEME", ""),
    ("C16", "pac_geothermie", Decimal("4.3"), "ADEME", ""),
    ("C16", "pac_collective_35", Decimal("3.98"), NOTE, "et non une mesure"),
    ("C16", "pac_collective_perte_55", Decimal("1.2"), NOTE, ""),
    ("C16", "pac_collective_perte_65", Decimal("1.6"), NOTE, ""),
    ("C17", "gaz_interdiction_abandon", 2023, "presse", "Aucune interdiction"),
    ("C17", "cee_chaudiere_gaz_fin", date(2024, 1, 1), "presse", ""),
    ("C17", "tertiaire_2030", 40, "presse", ""),
    ("C17", "tertiaire_2040", 50, "presse", ""),
    ("C17", "tertiaire_2050", 60, "presse", ""),
    ("C17", "tertiaire_surface", 1000, "presse", "comprise"),
    ("C17", "regulation_echeance", date(2030, 1, 1), "décret n° 2025-1343", "reportée"),
]
# What the sources do not settle is said under the figure.
TO_VERIFY = {
    *("maprimerenov_copro_35", "maprimerenov_copro_50", "maprimerenov_copro_plafond"),
    "ets2_debut",
}


@pytest.mark.parametrize(
    ("number", "key", "value", "source", "says"),
    CORRECTED,
    ids=[f"{number}-{key}" for number, key, *_ in CORRECTED],
)
def test_a_corrected_figure(number, key, value, source, says):
    item = fact(key)
    assert item.value == value
    assert source in item.source.name
    assert item.checked in CHECKED
    assert says in f"{item.measure} ; {item.perimeter}".replace("\u00a0", " ")
    assert (item.status == Status.TO_VERIFY) == (key in TO_VERIFY)


def test_every_correction_has_its_figures():
    numbers = {number for number, *_ in CORRECTED}
    assert numbers == {f"C{number}" for number in (*range(1, 13), 16, 17)}
