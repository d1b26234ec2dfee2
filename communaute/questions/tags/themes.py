"""Themes of a question, found in its words, so that similar ones meet without anybody tagging."""

from socle.words import normalise

# Beginnings of words (normalised) that announce each theme.
THEMES: dict[str, tuple[str, ...]] = {
    "Prix de la chaleur": ("prix", "cout", "tarif", "facture", "r1", "r2", "abonnement"),
    "Aides financières": (
        "aides",
        "subvention",
        "cee",
        "prime",
        "financement",
        "eco pret",
        "ademe",
    ),
    "Assemblée générale": ("assemblee", "ag", "vote", "voter", "majorite", "resolution"),
    "Travaux": ("travaux", "chantier", "sous station", "sousstation", "tranchee", "echangeur"),
    "Classement et PDP": ("classe", "classement", "pdp", "obligation", "obligatoire", "perimetre"),
    "Chauffage individuel": ("individuel", "radiateurs electriques", "chaudiere individuelle"),
    "Eau chaude": ("eau chaude", "ecs", "ballon"),
    "Syndic": ("syndic", "conseil syndical"),
    "Pompe à chaleur": ("pompe a chaleur", "pac"),
    "Confort et pannes": ("panne", "froid", "temperature", "bruit", "confort", "coupure"),
    "Environnement": ("co2", "carbone", "ecologique", "renouvelable", "biomasse", "incineration"),
}
_WHOLE_WORDS_UP_TO = 3
MAX_THEMES = 3


def themes_of(text: str) -> list[str]:
    """At most three themes of a text, in the order of `THEMES`."""
    words = f" {normalise(text)} "
    found = [
        theme
        for theme, starts in THEMES.items()
        if any(
            f" {start} " in words if len(start) <= _WHOLE_WORDS_UP_TO else f" {start}" in words
            for start in starts
        )
    ]
    return found[:MAX_THEMES]
