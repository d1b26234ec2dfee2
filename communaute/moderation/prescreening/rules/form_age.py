"""How long a form was open before it was sent: signed, so that nobody makes it older."""

from __future__ import annotations

import time

from django.core import signing

from ..numbers import NUMBERS

_SALT = "prescreening.form"


def stamp() -> str:
    """The moment a form is shown, for a hidden field."""
    return signing.TimestampSigner(salt=_SALT).sign("form")


def seconds_since(value: str) -> float | None:
    """Seconds since this stamp; 0 for one that is forged; None when there is none: a mail."""
    if not value:
        return None
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(value)
    except signing.BadSignature:
        return 0.0
    return max(0.0, time.time() - _moment(value))


def is_too_fast(seconds: float | None) -> bool:
    return seconds is not None and seconds < NUMBERS.form_seconds


def _moment(value: str) -> float:
    return signing.b62_decode(value.rsplit(":", 2)[1])
