"""What follows the end of a mandate in the rooms above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socle.calendar import date_format
from socle.hooks import hooked

from ..enums import AmbassadeurStatus
from ..models import Ambassadeur


@dataclass(frozen=True)
class Ending:
    """What one room ends with a mandate, and gives back when the person returns.

    `template` says it before the person confirms, with what `read` finds; `give_back(mandate,
    since)` restores what ended since that moment, in the transaction of the return, and says in a
    sentence what came back and what did not ("" when nothing had ended).
    """

    template: str
    read: Callable[[Ambassadeur], dict[str, Any]]
    give_back: Callable[[Ambassadeur, datetime], str]


def told(mandate: Ambassadeur) -> list[tuple[str, dict[str, Any]]]:
    """(template, its context), in the order of the hooks."""
    return [
        (ending.template, ending.read(mandate)) for ending in hooked("coproprietes.mandate_endings")
    ]


def give_back(mandate: Ambassadeur, since: datetime) -> list[str]:
    """Restore in each room what ended with the mandate since this moment. Returns sentences:
    where the mandate is, what came back."""
    found = [ending.give_back(mandate, since) for ending in hooked("coproprietes.mandate_endings")]
    return [_where_it_is(mandate), *filter(None, found)]


def _where_it_is(mandate: Ambassadeur) -> str:
    if mandate.status == AmbassadeurStatus.PENDING:
        return "Votre demande attend de nouveau une réponse."
    if not mandate.is_public:
        return "C’est annulé, mais votre mandat s’est terminé entre-temps."
    if mandate.is_paused:
        until = date_format(mandate.paused_until, "j F Y")
        return f"Votre mandat a repris, et sa pause aussi, jusqu’au {until}."
    return "Votre mandat a repris."
