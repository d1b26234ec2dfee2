"""What becomes of requests when the mandate of their ambassador ends: others are asked."""

from __future__ import annotations

from typing import Any

from ambassadeurs.coproprietes.mandats.endings import Ending
from ambassadeurs.coproprietes.models import Ambassadeur

from ..models import Demande


def to_offer_again(ambassadeur: Ambassadeur) -> dict[str, Any]:
    """How many requests are open (`services.demandes.reoffer` closes them, by the clock)."""
    return {"open": Demande.objects.open().filter(ambassadeur=ambassadeur).count()}


ENDING = Ending(template="demandes/_ending.html", read=to_offer_again)
