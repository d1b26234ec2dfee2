"""Numbers of something else than a person: a file, a contract, a meter, a company."""

from __future__ import annotations

import re

_ANNOUNCED = re.compile(
    r"\b(?:dossier|etages?|caves?|plan|doc(?:ument)?|technique|tickets?|incident|references?|ref|"
    r"sire[nt]|contrat|factures?|lots?|"
    r"(?:sous.)?compteurs?|pdl|prm|pce|rnb|immatriculation|registre|commande|devis|sinistre|police|"
    r"parcelles?|serie|s/n|identifiant|index|tva|naf|rcs|finess|uai|insee|marche|deliberation|"
    r"cadastr\w*|modele|plaque|matricule|affaire|suivi|intervention|service|abonne\w*|article|"
    r"code.barres|sommes a payer|point de livraison)"
    r"(?:\s(?:n°|no|numero|num|client|est|le|la|de|du|de chaleur|fabricant|constructeur))*"
    r"\.?\s*[:=]?\s*[\d\s\-/]{0,8}$",
    re.IGNORECASE,
)
# Said to be the number of a thing, a few words before: « le numéro de série de la pompe est … ».
_NUMBER_OF = re.compile(
    r"\b(?:numero|num|n°|no)\s(?:de\s|d.)?(?:serie|suivi|affaire|client|abonn\w+|intervention|"
    r"contrat|"
    r"police|commande|compteur|matricule|dossier|modele|facture)\b(?P<words>[^.!?\n\d]{0,70})$",
    re.IGNORECASE,
)
_CALLING = re.compile(
    r"\b(?:appel\w*|joign\w*|joindre|tel|telephon\w*|portable|mobile|contact\w*|repond\w*|au|"
    r"sms)\b",
    re.IGNORECASE,
)


def is_reference(text: str, start: int) -> bool:
    """Whether the figures at `start` are announced as a reference: « dossier n° … »."""
    before = text[max(0, start - 120) : start]
    number_of = _NUMBER_OF.search(before)
    is_named = bool(number_of and not _CALLING.search(number_of["words"]))
    return is_named or bool(_ANNOUNCED.search(before))
