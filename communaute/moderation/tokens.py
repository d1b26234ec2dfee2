"""The link of a decision's mail: it opens the statement, and the appeal, without signing in."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from django.core import signing
from django.utils.http import urlencode

from .models import StatementOfReasons
from .numbers import NUMBERS

PARAMETER = "jeton"
DAY_S = 24 * 3600
# The page still opens after the last day to contest, to say that it is over, and to read the answer
# to an appeal of that day, written as late as may be: who has no account is told nowhere else.
DAYS_AFTER = NUMBERS.appeal_hard_days + 30
# The last day to contest is whole.
OPEN_DAYS = NUMBERS.appeal_days + 1 + DAYS_AFTER
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


def opens_until(statement: StatementOfReasons) -> datetime:
    """Until when its link opens, at least: it is signed once the decision is taken."""
    return statement.redress_until + timedelta(days=DAYS_AFTER)


def link_of(token: str, puid: uuid.UUID) -> Link:
    """Whether the token is ours, made for this statement, and not too old."""
    if not token:
        return Link.ABSENT
    try:
        value = _signer.unsign(token, max_age=OPEN_DAYS * DAY_S)
    except signing.SignatureExpired:
        return Link.OLD
    except signing.BadSignature:
        return Link.BROKEN
    return Link.GOOD if value == puid.hex else Link.BROKEN


def opens(token: str, puid: uuid.UUID) -> bool:
    """Whether the token opens this statement."""
    return link_of(token, puid) == Link.GOOD
