"""The link of a decision's mail: it opens the statement, and the appeal, without signing in."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.http import urlencode

from .numbers import NUMBERS

if TYPE_CHECKING:
    from .models import StatementOfReasons

PARAMETER = "jeton"
DAY_S = 24 * 3600
# The page still opens after the last day to contest, to say that it is over.
DAYS_AFTER = 30
_signer = signing.TimestampSigner(salt="moderation.statement")


class Link(StrEnum):
    """What a link is worth."""

    GOOD = "bon"
    OLD = "ancien"
    BROKEN = "abime"
    ABSENT = "absent"


def signed_url(statement: StatementOfReasons) -> str:
    """Path of the statement that works signed out for as long as it may be contested."""
    token = _signer.sign(statement.puid.hex)
    return f"{statement.get_absolute_url()}?{urlencode({PARAMETER: token})}"


def link_of(token: str, puid: uuid.UUID) -> Link:
    """Whether the token is ours, made for this statement, and not too old."""
    if not token:
        return Link.ABSENT
    try:
        value = _signer.unsign(token, max_age=(NUMBERS.appeal_days + DAYS_AFTER) * DAY_S)
    except signing.SignatureExpired:
        return Link.OLD
    except signing.BadSignature:
        return Link.BROKEN
    return Link.GOOD if value == puid.hex else Link.BROKEN


def opens(token: str, puid: uuid.UUID) -> bool:
    """Whether the token opens this statement."""
    return link_of(token, puid) == Link.GOOD
