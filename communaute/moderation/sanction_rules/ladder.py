"""How long the next measure lasts, and what trust says: from somebody’s history, never imposed."""

from __future__ import annotations

from datetime import datetime

from communaute.comptes.models import User
from communaute.comptes.trust import Source

from ..deadlines import HOURS_A_DAY
from ..decision_rules.rights import WORDS_ONLY
from ..enums import JUDGED, SanctionKind
from ..models import Sanction, StatementOfReasons
from ..numbers import NUMBERS


def rung_of(person: User) -> int:
    """How many measures with an end this person had that were not lifted, words apart."""
    past = Sanction.objects.of_person(person).filter(lifted_at=None, ends_at__isnull=False)
    return past.exclude(kind__in=WORDS_ONLY).count()


def hours_at(rung: int, sanction: str) -> int | None:
    """Length proposed for this measure after so many (`rung_of`), in hours; None for a closing,
    which has no end; no query."""
    if sanction == SanctionKind.CLOSING:
        return None
    if sanction in WORDS_ONLY:
        return NUMBERS.counts_days * HOURS_A_DAY
    ladder = NUMBERS.ladder_hours
    return ladder[min(rung, len(ladder) - 1)]


def upheld_flags(user: User, since: datetime) -> int:
    """How many texts of this person were hidden since then by a decision that stands."""
    received = StatementOfReasons.objects.received_by(user)
    judged = received.standing().filter(applies_from__gte=since, decision__kind__in=JUDGED)
    return judged.count()


TRUST = Source(upheld_flags=upheld_flags)
