"""The stamp of a form: when it was opened, signed, so that a robot cannot post at once.

It also tells one opening of the form from another: what is sent twice is kept once.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core.signing import BadSignature, TimestampSigner

from .numbers import NUMBERS

_signer = TimestampSigner(salt="socle.antispam")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp that was read: `nonce` is of this opening of the form."""

    nonce: str

    def key_of(self, text: str) -> str:
        """Of this text sent from this opening: 64 hexadecimal digits."""
        return sha256(f"{self.nonce}\n{text}".encode()).hexdigest()


def new_stamp() -> str:
    return _signer.sign(secrets.token_urlsafe(12))


def read_stamp(value: str) -> Stamp | None:
    """None for a stamp that is not ours or too old."""
    try:
        return Stamp(_signer.unsign(value, max_age=timedelta(hours=NUMBERS.hours_left_open)))
    except BadSignature:
        return None


def is_too_young(value: str) -> bool:
    """Whether the form was opened so little ago that nobody can have filled it."""
    try:
        _signer.unsign(value, max_age=timedelta(seconds=NUMBERS.seconds_to_write))
    except BadSignature:
        return False
    return True
