"""Files of the national register for tests, in the three styles of headings."""

import csv
from pathlib import Path
from typing import Any

from tests.benchmarks.generate_rnic import COLUMNS

# Headings before 2024: our key of the new style -> the French sentence.
OLD_HEADINGS = {
    "numero_d_immatriculation": "Numéro d'immatriculation",
    "date_d_immatriculation": "Date d'immatriculation",
    "type_de_syndic_benevole_professionnel_non_connu": (
        "Type de syndic : bénévole / professionnel / non connu"
    ),
    "raison_sociale_du_representant_legal": (
        "Identification du représentant légal  (raison sociale et le numéro SIRET du syndic "
        "professionnel ou Civilité/prénom/ nom du syndic bénévole ou coopératif)"
    ),
    "nom_d_usage_de_la_copropriete": "Nom d'usage de la copropriété",
    "adresse_de_reference": "Adresse de référence",
    "numero_et_voie_adresse_de_reference": "Numéro et Voie (adresse de référence)",
    "code_postal_adresse_de_reference": "Code postal (adresse de référence)",
    "commune_adresse_de_reference": "Commune (adresse de référence)",
    "adresse_complementaire_1": "Adresse complémentaire 1",
    "long": "long",
    "lat": "lat",
    "nombre_total_de_lots": "Nombre total de lots",
    "nombre_total_de_lots_a_usage_d_habitation_de_bureaux_ou_de_comm": (
        "Nombre total de lots à usage d'habitation, de bureaux ou de commerces"
    ),
    "nombre_de_lots_a_usage_d_habitation": "Nombre de lots à usage d'habitation",
    "periode_de_construction": "Période de construction",
    "code_insee_commune_1": "Code INSEE commune 1",
}

# Headings of the live file of 2026: our key of the new style -> the shorter name.
SHORT_HEADINGS = {
    "numero_d_immatriculation": "numero_immatriculation",
    "type_de_syndic_benevole_professionnel_non_connu": "type_syndic",
    "raison_sociale_du_representant_legal": "raison_sociale_representant_legal",
    "nom_d_usage_de_la_copropriete": "nom_usage_copropriete",
    "numero_et_voie_adresse_de_reference": "adresse_reference",
    "code_postal_adresse_de_reference": "code_postal_reference",
    "commune_adresse_de_reference": "commune_reference",
    "code_officiel_commune": "code_insee_commune_reference",
    "nombre_total_de_lots": "nombre_total_lots",
    "nombre_de_lots_a_usage_d_habitation": "nombre_lots_usage_habitation",
    "periode_de_construction": "periode_construction",
    "long": "longitude",
    "lat": "latitude",
}


def line(number: str = "AA1234567", **facts: Any) -> dict[str, str]:
    """One line of the new style, whole; `facts` replace cells."""
    return {
        "numero_d_immatriculation": number,
        "date_d_immatriculation": "2018-05-14",
        "type_de_syndic_benevole_professionnel_non_connu": "professionnel",
        "raison_sociale_du_representant_legal": "RÉGIE MODÈLE",
        "nom_d_usage_de_la_copropriete": "Résidence Bayard",
        "adresse_de_reference": "12 r bayard 38000 Grenoble",
        "numero_et_voie_adresse_de_reference": "12 rue Bayard",
        "code_postal_adresse_de_reference": "38000",
        "commune_adresse_de_reference": "Grenoble",
        "adresse_complementaire_1": "3 place Notre-Dame 38000 Grenoble",
        "long": "5.7322",
        "lat": "45.1921",
        "nombre_total_de_lots": "58",
        "nombre_total_de_lots_a_usage_d_habitation_de_bureaux_ou_de_comm": "35",
        "nombre_de_lots_a_usage_d_habitation": "30",
        "periode_de_construction": "DE_1961_A_1974",
        "code_officiel_commune": "38185",
        "code_insee_commune_1": "38185",
        **facts,
    }


def write_new(
    path: Path, *lines: dict[str, str], delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(
            stream, COLUMNS, restval="", delimiter=delimiter, quoting=csv.QUOTE_ALL
        )
        writer.writeheader()
        writer.writerows(lines)
    return path


def write_old(path: Path, *lines: dict[str, str], delimiter: str = ";") -> Path:
    """The same lines under the old headings, dates as dd/mm/yyyy, decimal commas, with BOM."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(OLD_HEADINGS.values())
        for one in lines:
            told = one | {"date_d_immatriculation": "14/05/2018"}
            told |= {name: one[name].replace(".", ",") for name in ("long", "lat")}
            writer.writerow([told.get(name, "") for name in OLD_HEADINGS])
    return path


def write_short(
    path: Path, *lines: dict[str, str], delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    """The same lines under the names of 2026."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(SHORT_HEADINGS.values())
        for one in lines:
            writer.writerow([one.get(name, "") for name in SHORT_HEADINGS])
    return path
