"""A file of the register of copropriétés of the size of the real one, invented, always the same.

600 000 lines of 72 columns: real communes drawn by their population, common streets and
residences, seven in a thousand without coordinates, one syndic in seven a volunteer with a name.

Run alone, with the database that holds the geography: `python -m tests.benchmarks.generate_rnic
FILE [LINES]`.
"""

import csv
import os
import sys
from pathlib import Path

import numpy as np

ROWS = 600_000
SEED = 20260930
COLUMNS = [
    "epci",
    "commune",
    "numero_d_immatriculation",
    "date_d_immatriculation",
    "date_de_la_derniere_maj",
    "type_de_syndic_benevole_professionnel_non_connu",
    "raison_sociale_du_representant_legal",
    "siret_du_representant_legal",
    "code_ape",
    "commune_du_representant_legal",
    "mandat_en_cours_dans_la_copropriete",
    "date_de_fin_du_dernier_mandat",
    "nom_d_usage_de_la_copropriete",
    "adresse_de_reference",
    "numero_et_voie_adresse_de_reference",
    "code_postal_adresse_de_reference",
    "commune_adresse_de_reference",
    "adresse_complementaire_1",
    "adresse_complementaire_2",
    "adresse_complementaire_3",
    "nombre_d_adresses_complementaires",
    "long",
    "lat",
    "date_du_reglement_de_copropriete",
    "residence_service",
    "syndicat_cooperatif",
    "syndicat_principal_ou_syndicat_secondaire",
    "si_secondaire_n_d_immatriculation_du_principal",
    "nombre_total_de_lots",
    "nombre_total_de_lots_a_usage_d_habitation_de_bureaux_ou_de_comm",
    "nombre_de_lots_a_usage_d_habitation",
    "nombre_de_lots_de_stationnement",
    "periode_de_construction",
    "reference_cadastrale_1",
    "reference_cadastrale_2",
    "reference_cadastrale_3",
    "code_insee_commune_1",
    "code_insee_commune_2",
    "code_insee_commune_3",
    "prefixe_1",
    "prefixe_2",
    "prefixe_3",
    "section_1",
    "section_2",
    "section_3",
    "numero_parcelle_1",
    "numero_parcelle_2",
    "numero_parcelle_3",
    "nombre_de_parcelles_cadastrales",
    "nom_qp_2015",
    "code_qp_2015",
    "nom_qp_2024",
    "code_qp_2024",
    "copro_dans_acv",
    "copro_dans_pvd",
    "code_de_pdp",
    "copro_dans_pdp",
    "copro_aidee",
    "code_officiel_commune",
    "nom_officiel_commune",
    "code_officiel_arrondissement_commune",
    "nom_officiel_arrondissement_commune",
    "code_officiel_epci",
    "nom_officiel_epci",
    "code_officiel_departement",
    "nom_officiel_departement",
    "code_officiel_region",
    "nom_officiel_region",
    # Four more, whose names are not known.
    *(f"colonne_{rank}" for rank in range(69, 73)),
]
WAYS = ["rue", "rue", "rue", "rue", "avenue", "boulevard", "place", "chemin", "allée", "impasse"]
FIRST = [
    "Victor",
    "Jean",
    "Général",
    "Maréchal",
    "Docteur",
    "Saint-Martin",
    "Sainte-Anne",
    "Vieux",
    "Grand",
    "Petit",
    "Haute",
    "Neuve",
    "Émile",
    "Louis",
    "Pierre",
    "Marie",
    "Charles",
    "Albert",
    "République",
    "Liberté",
    "Moulin",
    "Fontaine",
    "Château",
    "Pont",
    "Lilas",
    "Tilleuls",
    "Acacias",
    "Marronniers",
    "Cèdres",
    "Peupliers",
    "Roses",
    "Mimosas",
    "Chênes",
    "Ormes",
    "Érables",
]
LAST = [
    "Hugo",
    "Jaurès",
    "Leclerc",
    "Foch",
    "Calmette",
    "Gambetta",
    "Zola",
    "Pasteur",
    "Curie",
    "Moulin",
    "Ferry",
    "Verdun",
    "Alsace",
    "Lorraine",
    "Europe",
    "Gare",
    "Église",
    "Mairie",
    "Marché",
    "Écoles",
    "Jardins",
    "Vignes",
    "Prés",
    "Bois",
    "Rivière",
    "Quai",
    "Port",
]
HOUSES = ["Résidence", "Résidence", "Copropriété", "Immeuble", "Le Clos", "Les Jardins", "Villa"]
SYNDICS = ["FONCIA EXEMPLE", "NEXITY EXEMPLE", "CITYA EXEMPLE", "SYNDIC DU CENTRE", "REGIE MODELE"]
PERIODS = [
    "AVANT_1949",
    "DE_1949_A_1960",
    "DE_1961_A_1974",
    "DE_1975_A_1993",
    "DE_1994_A_2000",
    "DE_2001_A_2010",
    "APRES_2011",
    "NON_CONNUE",
]


def write_register(path: Path, *, rows: int = ROWS) -> None:
    """Write the file; the geography is read from the database."""
    from communaute.territoires.models import Commune

    random = np.random.default_rng(SEED)
    communes = list(
        Commune.objects.filter(districts__isnull=True, latitude__isnull=False)
        .exclude(postcodes="")
        .values_list("code", "name", "postcodes", "longitude", "latitude", "population")
    )
    # Copropriétés are in towns: large communes have more than their share.
    weights = np.array([max(1, row[5]) for row in communes], dtype=float) ** 1.25
    chosen = random.choice(len(communes), rows, p=weights / weights.sum())
    place = {name: rank for rank, name in enumerate(COLUMNS)}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        for rank in range(rows):
            line = [""] * len(COLUMNS)
            for name, value in _facts(rank, communes[chosen[rank]], random).items():
                line[place[name]] = value
            writer.writerow(line)


def _facts(rank: int, commune: tuple, random: np.random.Generator) -> dict[str, str]:
    code, town, postcodes, longitude, latitude, _ = commune
    a, b, c, d, e, f = (int(value) for value in random.integers(0, 1_000_000, 6))
    street = f"{1 + a % 180} {WAYS[a % 10]} {_pick(FIRST, b)} {_pick(LAST, c)}"
    if d % 4 == 0:
        street = f"{1 + a % 180} {WAYS[a % 10]} des {_pick(FIRST, b)}"
    name = f"{HOUSES[e % 7]} {_pick(FIRST, d)} {_pick(LAST, e)}" if f % 3 else street
    postcode = postcodes.split()[0]
    lots = 2 + f % 120
    volunteer = a % 7 == 0
    located = b % 143 != 0
    letters = chr(65 + rank // 200_000)
    return {
        "numero_d_immatriculation": f"A{letters}{rank * 13 % 10_000_000:07d}",
        "date_d_immatriculation": "2018-05-14",
        "type_de_syndic_benevole_professionnel_non_connu": (
            "bénévole" if volunteer else "professionnel"
        ),
        "raison_sociale_du_representant_legal": (
            "Madame Personne Inventée" if volunteer else _pick(SYNDICS, c)
        ),
        "nom_d_usage_de_la_copropriete": name,
        "adresse_de_reference": f"{street} {postcode} {town}",
        "numero_et_voie_adresse_de_reference": street,
        "code_postal_adresse_de_reference": postcode,
        "commune_adresse_de_reference": town,
        "long": f"{longitude + (a - 500_000) / 2e7:.6f}" if located else "",
        "lat": f"{latitude + (b - 500_000) / 2e7:.6f}" if located else "",
        "nombre_total_de_lots": str(lots),
        "nombre_de_lots_a_usage_d_habitation": str(lots // 2),
        "periode_de_construction": PERIODS[c % 8],
        "code_officiel_commune": code,
        "nom_officiel_commune": town,
    }


def _pick(words: list[str], value: int) -> str:
    return words[value % len(words)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    write_register(Path(sys.argv[1]), rows=int(sys.argv[2]) if len(sys.argv) > 2 else ROWS)
