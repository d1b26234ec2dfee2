"""Numbers of something else than a person: a file, a contract, a meter, a company."""

from __future__ import annotations

import re

_ANNOUNCED = re.compile(
    r"\b(?:dossier|tickets?|incident|references?|ref|sire[nt]|contrat|factures?|lots?|(?:sous.)?compteurs?|pdl|prm|pce"
    r"|rnb|immatriculation|registre|commande|devis|sinistre|police|parcelles?|serie|identifiant"
    r"|index|tva|naf|rcs|finess|uai|insee|marche|deliberation|cadastr\w*)"
    r"(?:\s(?:n°|no|numero|num|client|est|le|la|de|du))*\.?\s*[:=]?\s*[\d\s\-/]{0,8}$",
    re.IGNORECASE,
)


def is_reference(text: str, start: int) -> bool:
    """Whether the figures at `start` are announced as a reference: « dossier n° … »."""
    return bool(_ANNOUNCED.search(text[max(0, start - 60) : start]))
