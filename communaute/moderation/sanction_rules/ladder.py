"""How long the next measure towards a person lasts: proposed from their history, never imposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..deadlines import HOURS_A_DAY
from ..decision_rules.rights import WORDS_ONLY
from ..enums import SanctionKind
from ..models import Sanction
from ..numbers import NUMBERS

if TYPE_CHECKING:
    from communaute.comptes.models import User


def rung_of(person: User) -> int:
    """How many measures with an end this person had that were not lifted, words apart."""
    past = Sanction.objects.of_person(person).filter(lifted_at=None, ends_at__isnull=False)
    return past.exclude(kind__in=WORDS_ONLY).count()


def proposed_hours(person: User, sanction: str) -> int | None:
    """Length proposed for this measure, in hours; None for a closing, which has no end."""
    return hours_at(rung_of(person), sanction)


def hours_at(rung: int, sanction: str) -> int | None:
    """The same after so many measures (`rung_of`); no query."""
    if sanction == SanctionKind.CLOSING:
        return None
    if sanction in WORDS_ONLY:
        return NUMBERS.counts_days * HOURS_A_DAY
    ladder = NUMBERS.ladder_hours
    return ladder[min(rung, len(ladder) - 1)]
