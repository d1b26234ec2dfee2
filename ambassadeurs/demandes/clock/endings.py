"""What becomes of requests when the mandate of their ambassador ends: others are asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ambassadeurs.coproprietes.mandats.endings import Ending
from ambassadeurs.coproprietes.models import Ambassadeur
from socle.french import quantity

from ..enums import ClosedBecause
from ..models import Demande


def to_offer_again(ambassadeur: Ambassadeur) -> dict[str, Any]:
    """How many requests are open (`services.demandes.reoffer` closes them, by the clock)."""
    return {"open": Demande.objects.open().filter(ambassadeur=ambassadeur).count()}


def stays_closed(ambassadeur: Ambassadeur, since: datetime) -> str:
    """What was closed since the mandate ended was offered to others, and does not come back."""
    closed = Demande.objects.filter(
        ambassadeur=ambassadeur, closed_because=ClosedBecause.WITHDRAWN, closed_at__gte=since
    )
    number = closed.count()
    stay = "reste close" if number == 1 else "restent closes"
    said = f"{quantity(number, 'demande')} {stay} : nous avons cherché qui d’autre y répond."
    return said if number else ""


ENDING = Ending(template="demandes/_ending.html", read=to_offer_again, give_back=stays_closed)
