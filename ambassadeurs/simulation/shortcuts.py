"""A straight line of the search: what people type about the price leads to the page that counts."""

from django.urls import reverse

from socle.search.sources import Shortcut
from socle.words import normalise

# Words that ask for an amount; the others only beside one that says of what.
AMOUNTS = {"combien", "cout", "coute", "couts", "prix", "tarif", "tarifs", "facture", "payer"}
AIDS = {"aide", "aides", "prime", "primes", "subvention", "subventions", "financement"}
OF_WHAT = {
    *("raccordement", "raccorder", "raccorde", "chaleur", "chauffage", "reseau", "reseaux"),
    *("travaux", "gaz", "mwh", "r1", "r2"),
}
WORDS_MAX = 10


def price_shortcut(query: str) -> list[Shortcut]:
    """« combien », « prix raccordement », « subvention raccordement »… No query."""
    words = normalise(query).replace("'", " ").split()
    if not 0 < len(words) <= WORDS_MAX:
        return []
    known = set(words)
    asks = "combien" in known or known <= AMOUNTS | {"du", "de", "le", "la"}
    if asks or (known & (AMOUNTS | AIDS) and known & OF_WHAT):
        return [
            Shortcut(
                title="Combien paierions-nous ?",
                url=reverse("simulation:simulate"),
                text="Le réseau de chaleur, le gaz et la pompe à chaleur, en euros, pour votre "
                "immeuble.",
            )
        ]
    return []
