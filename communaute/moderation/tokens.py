"""The link of a decision's mail: it opens the statement, and the appeal, without signing in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core import signing
from django.utils.http import urlencode

from .numbers import NUMBERS

if TYPE_CHECKING:
    from .models import StatementOfReasons

PARAMETER = "jeton"
_signer = signing.TimestampSigner(salt="moderation.statement")
DAY_S = 24 * 3600


def signed_url(statement: StatementOfReasons) -> str:
    """Path of the statement that works signed out for as long as it may be contested."""
    token = _signer.sign(statement.puid.hex)
    return f"{statement.get_absolute_url()}?{urlencode({PARAMETER: token})}"


def opens(token: str, puid: uuid.UUID) -> bool:
    """Whether the token is ours, was made for this statement, and is not too old."""
    try:
        value = _signer.unsign(token, max_age=NUMBERS.appeal_days * DAY_S)
    except signing.BadSignature:
        return False
    return value == puid.hex
