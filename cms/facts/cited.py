"""The figures that templates and the code cite: they can be changed, and never withdrawn.

A test reads every template and every room, and compares.
"""

RESULT = "le résultat du test d’adresse"

CITED_IN_CODE = {
    "co2_gaz_acv": RESULT,
    "co2_fioul_acv": RESULT,
    "enrr_reseaux": RESULT,
    "co2_reseaux_acv": RESULT,
}
