"""The figures that templates and the code cite: they can be changed, and never withdrawn.

A test reads every template and every room, and compares.
"""

RESULT = "le résultat du test d’adresse"
BOTH = f"{RESULT}, et le CO2 évité des statistiques"

CITED_IN_CODE = {
    "co2_gaz_acv": BOTH,
    "co2_fioul_acv": BOTH,
    "co2_gaz_base_empreinte": "le CO2 évité des statistiques",
    "gaz_pcs_pci": "le CO2 évité des statistiques",
    "cout_raccordement_longueur": f"{RESULT} et la page d’un réseau",
    "enrr_reseaux": RESULT,
    "co2_reseaux_acv": RESULT,
}
