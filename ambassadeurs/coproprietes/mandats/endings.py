"""What follows the end of a mandate in the rooms above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socle.hooks import hooked

from ..models import Ambassadeur


@dataclass(frozen=True)
class Ending:
    """What one room ends with a mandate, and gives back when the person returns.

    `template` says it before the person confirms, with what `read` finds; `give_back(mandate,
    since)` restores what ended since that moment, in the transaction of the return.
    """

    template: str
    read: Callable[[Ambassadeur], dict[str, Any]]
    give_back: Callable[[Ambassadeur, datetime], object] | None = None


def told(mandate: Ambassadeur) -> list[tuple[str, dict[str, Any]]]:
    """(template, its context), in the order of the hooks."""
    return [
        (ending.template, ending.read(mandate)) for ending in hooked("coproprietes.mandate_endings")
    ]


def give_back(mandate: Ambassadeur, since: datetime) -> None:
    """Restore in each room what ended with the mandate since this moment."""
    for ending in hooked("coproprietes.mandate_endings"):
        if ending.give_back is not None:
            ending.give_back(mandate, since)
