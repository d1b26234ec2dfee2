"""What keeps robots and other sites out of the forms that anyone may send."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Self
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

from socle.numbers import RoomNumbers, live

from .forms import PlainForm

TOO_OLD = "Cette page était ouverte depuis longtemps. Relisez, puis envoyez de nouveau."
TOO_FAST = "C’était très rapide. Relisez, puis envoyez de nouveau."


class TrapForm(PlainForm):
    """`website` is hidden (`components/robot_trap.html`): only a robot fills it."""

    website = forms.CharField(required=False, label="Ne remplissez pas ce champ", max_length=200)

    @property
    def is_from_a_robot(self) -> bool:
        """To be asked first: a robot is answered as if it had been heard."""
        return bool(self.data.get("website", "").strip())


class StampedForm(TrapForm):
    """`stamp` says when the form was opened: nobody fills it at once, nor days after."""

    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    @classmethod
    def opened(cls, **initial: object) -> Self:
        """An empty form, as it is opened now."""
        return cls(initial={"stamp": new_stamp()} | initial)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        stamp = self.data.get("stamp", "")
        if read_stamp(stamp) is None:
            raise ValidationError(TOO_OLD)
        # Whoever has something to correct will take the time.
        if is_too_young(stamp) and not self.errors:
            raise ValidationError(TOO_FAST)
        return data

    def reopened(self) -> Self:
        """The same, with all that was typed and its errors, as it is opened now."""
        if read_stamp(self.data.get("stamp", "")) is None:
            self.data = self.data.copy()
            self.data["stamp"] = new_stamp()
        return self


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


@dataclass(frozen=True)
class RobotNumbers(RoomNumbers, room="robots"):
    """A person needs `seconds_to_write` to fill the form; a page left open longer than
    `hours_left_open` is asked again."""

    seconds_to_write: int = 3
    hours_left_open: int = 24


NUMBERS = live(RobotNumbers)


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the page that sent this is of another site, by what the browser says of it.

    A neighbour of our domain (`same-site`) is another site. Browsers that do not know
    `Sec-Fetch-Site` send `Origin` with a POST (« null » from a frame without one), or at least
    `Referer`. What says nothing is no browser: it carries nobody's session.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in {"same-origin", "none"}
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if not sender:
        return False
    try:
        page = urlsplit(sender)
    except ValueError:  # no address of ours
        return True
    here = (request.scheme, request.get_host().lower())
    return (page.scheme.lower(), page.netloc.lower()) != here
