"""The corrections of November 2026 (C1 to C12, C16, C17), read on the pages themselves."""

import html

import pytest

from cms.demo.loader import GUIDES, load_guides
from tests.cms.kept import once

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# Correction → guide, and what it says now (spaces of all kinds are compared as one).
CORRECTED = {
    "C1 TVA": ("comprendre-le-prix-de-la-chaleur", ["au moins 50 % d’énergies renouvelables"]),
    "C1 TVA aides": ("les-aides", ["au moins 50 % d’énergies renouvelables"]),
    "C1 classement": ("reseau-classe-et-perimetre-prioritaire", ["Il doit dépasser 50 %"]),
    "C2": (
        "les-aides",
        [
            "91 656 €",
            "100 logements sur une sous-station, au plus haut",
            "24 000 kWh cumac",
            "9 000 000 kWh cumac",
            "54 000 kWh cumac",
            "5 200 000 kWh cumac",
            "125 logements",
            "8,04 € par MWh cumac",
            "chaque signataire fixe son prix",
        ],
    ),
    "C3": ("les-aides", ["47 700 kWh cumac", "39 500 kWh cumac", "30 800 kWh cumac", "BAR-TH-137"]),
    "C4": (
        "faire-etudier-son-immeuble",
        [
            "92 725 € HT",
            "99 303 € HT",
            "107 146 € HT",
            "115 621 € HT",
            "128 398 € HT",
            "143 072 € HT",
            "175 203 € HT",
            "202 400 € HT",
            "50 m de branchement",
        ],
    ),
    "C5": (
        "les-aides",
        [
            "30 % des travaux",
            "45 % des travaux",
            "25 000 € par logement",
            "23 février 2026",
            "un gain d’au moins 35 %",
            "assistance à maîtrise d’ouvrage",
            "atteint rarement ce gain",
            "À vérifier.",
        ],
    ),
    "C6 abonnements": (
        "comprendre-le-prix-de-la-chaleur",
        ["1er août 2025", "quelle que soit l’énergie"],
    ),
    "C6 chaudières": ("comparer-reseau-pompe-a-chaleur-gaz", ["1er mars 2025"]),
    "C7 CO2": (
        "comparer-reseau-pompe-a-chaleur-gaz",
        ["109 g de CO2 par kWh", "87 g de CO2 par kWh", "67 %", "données de 2024"],
    ),
    "C7 prix": (
        "comprendre-le-prix-de-la-chaleur",
        ["110,9 € par MWh", "110,4 € par MWh", "42,8 %", "sans « bouclier »"],
    ),
    "C8": (
        "comparer-reseau-pompe-a-chaleur-gaz",
        ["227 g de CO2 par kWh", "arrêté sur le diagnostic", "243 g de CO2 par kWh"],
    ),
    "C9": ("comparer-reseau-pompe-a-chaleur-gaz", ["s’y étendre en 2028 (à vérifier)"]),
    "C10": (
        "voter-en-assemblee-generale",
        ["article 25 f", "convoquée dans les 3 mois", "À vérifier avec votre syndic"],
    ),
    "C11": ("les-aides", ["5 % du budget", "2,5 % des travaux prévus"]),
    "C12": (
        "faire-etudier-son-immeuble",
        ["avant le 1er janvier 2013", "tous les 10 ans", "plus de 15 ans"],
    ),
    "C12 électricité": ("comparer-reseau-pompe-a-chaleur-gaz", ["1,9", "au lieu de 2,3"]),
    "C16": (
        "comparer-reseau-pompe-a-chaleur-gaz",
        ["2,9 kWh", "4,3 kWh", "3,98 kWh", "1,2 kWh", "1,6 kWh", "du simple au double"],
    ),
    "C17 gaz": (
        "comparer-reseau-pompe-a-chaleur-gaz",
        ["abandonné en 2023", "1er janvier 2024", "aucune interdiction"],
    ),
    "C17 autres": (
        "reseau-classe-et-perimetre-prioritaire",
        ["1 000 m²", "40 % en 2030", "50 % en 2040", "60 % en 2050", "1er janvier 2030"],
    ),
}
# What was published before: nowhere any more.
WRONG = [
    "50 000 €",
    "plus de 50 % d’énergies",
    "113 g",
    "66,5 %",
    "hors taxes ou non",
    "ne dit pas si c’est hors taxes",
    "74 180",
    "242 400",
    "6 250",
    "ETS2",
    "consommation × 1,5",
]
# Guides whose text cites an article of law.
CITE_THE_LAW = {
    "voter-en-assemblee-generale",
    "les-aides",
    "parler-a-son-syndic",
    "reseau-classe-et-perimetre-prioritaire",
    "faire-etudier-son-immeuble",
    "chauffage-individuel",
}


def read(client, address):
    page = html.unescape(client.get(address).content.decode())
    text = "".join(part.split(">")[-1] for part in page.split("<"))
    return " ".join(text.split())


def test_each_guide_says_the_corrected_figures_and_cites_the_law_with_its_warning(client):
    once(load_guides)
    texts = {guide.slug: read(client, f"/guides/{guide.slug}/") for guide in GUIDES}
    missing = {
        name: [saying for saying in sayings if saying not in texts[slug]]
        for name, (slug, sayings) in CORRECTED.items()
    }
    assert {name: sayings for name, sayings in missing.items() if sayings} == {}
    cited = set()
    for slug, text in texts.items():
        assert [old for old in (*WRONG, "[fait:") if old in text] == [], slug
        assert "L’essentiel" in text, slug
        if "Articles de loi : à vérifier avec votre syndic." in text:
            assert "version du 6 février 2026" in text
            cited.add(slug)
    assert cited == CITE_THE_LAW


def test_the_two_figures_of_gas_are_never_in_one_table():
    for guide in GUIDES:
        for kind, value in guide.body:
            if kind == "fact":
                assert not {"co2_gaz_acv", "co2_gaz_base_empreinte"} <= set(value["facts"])
            if kind == "table":
                assert "co2_gaz" not in value["content"]
