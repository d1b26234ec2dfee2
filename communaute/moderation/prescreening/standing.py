"""What somebody's trust spares them: the one place that decides who is read before publication."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from communaute.comptes.badges import badges_of
from communaute.comptes.trust import TrustLevel, trust_level

from ..numbers import PRESCREENING_NUMBERS

if TYPE_CHECKING:
    from communaute.comptes.models import User

# Whoever answers for one of these was checked, and signs what they write.
_ORGANISATIONS = frozenset({"agence", "equipe", "exploitant", "collectivite"})


class Standing(IntEnum):
    """Each spares what the one below spares, and more."""

    NEWCOMER = 0
    KNOWN = 1
    TRUSTED = 2
    ORGANISATION = 3


def standing(user: User) -> Standing:
    """Where this person stands now: newcomer, known, trusted, or speaking for an organisation."""
    if user.is_superuser or _ORGANISATIONS & {one.kind for one in badges_of(user)}:
        return Standing.ORGANISATION
    level = trust_level(user)
    if level >= TrustLevel.TRUSTED:
        return Standing.TRUSTED
    return Standing.KNOWN if level >= TrustLevel.KNOWN else Standing.NEWCOMER


def is_recent(user: User, now: datetime) -> bool:
    """Whether the account is too young to have shown what it is for."""
    return now - user.date_joined < timedelta(days=PRESCREENING_NUMBERS.recent_days)
