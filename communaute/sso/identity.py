"""Who came back from a provider, and what the session keeps of it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from communaute.comptes.services import clean_siret

from .identity_providers import Way

# What ends the session at the provider, once signed in.
SIGNED_IN_KEY = "sso"
# An identity that no account has yet, while its address is confirmed and its name chosen.
PENDING_KEY = "federation_pending"
PENDING_S = 900
STRONG_LEVELS = ("eidas2", "eidas3")


@dataclass(frozen=True)
class Identity:
    """A verified identity. `id_token` never leaves the server but as a hint to its own provider."""

    way: str
    uid: str
    email: str
    id_token: str
    end_session: str
    siret: str = ""
    has_second_factor: bool = False

    @classmethod
    def from_claims(
        cls,
        way: Way,
        claims: Mapping[str, Any],
        info: Mapping[str, Any],
        id_token: str,
        end_session: object,
    ) -> Identity:
        """Keep of both tokens what the service has a use for; the civil name is not."""
        email = info.get("email")
        return cls(
            way=way.key,
            uid=way.subject(claims["sub"]),
            email=email.strip().lower() if isinstance(email, str) else "",
            id_token=id_token,
            end_session=end_session if isinstance(end_session, str) else "",
            siret=clean_siret(str(info.get("siret") or "")) or "" if way.is_professional else "",
            has_second_factor=way.is_professional and _proved_twice(claims),
        )


def _proved_twice(claims: Mapping[str, Any]) -> bool:
    """Whether the provider itself asked for a second factor: `mfa` among its means (RFC 8176), or
    a level that holds one."""
    means, level = claims.get("amr"), claims.get("acr")
    is_strong = isinstance(level, str) and (level in STRONG_LEVELS or level.endswith("-2fa"))
    return is_strong or (isinstance(means, list) and "mfa" in means)


@dataclass
class Pending:
    """An identity on its way to an account.

    `email` is the address to confirm, `code` the one sent there, `tries` those that were wrong,
    `is_confirmed` once it was typed; `next_url` is the page that was asked for.
    """

    identity: Identity
    next_url: str = ""
    email: str = ""
    code: str = ""
    tries: int = 0
    is_confirmed: bool = False
    at: float = 0.0

    def keep(self, request: HttpRequest) -> None:
        request.session[PENDING_KEY] = asdict(self)


def keep_pending(request: HttpRequest, identity: Identity, next_url: str) -> Pending:
    pending = Pending(identity, next_url, email=identity.email, at=time.time())
    pending.keep(request)
    return pending


def pending_of(request: HttpRequest, way: str) -> Pending | None:
    """What waits in this session for this provider, for a quarter of an hour."""
    kept = request.session.get(PENDING_KEY)
    if not isinstance(kept, dict):
        return None
    pending = Pending(**kept | {"identity": Identity(**kept["identity"])})
    is_alive = time.time() - pending.at <= PENDING_S
    return pending if is_alive and pending.identity.way == way else None


def forget_pending(request: HttpRequest) -> None:
    request.session.pop(PENDING_KEY, None)


def remember_signed_in(request: HttpRequest, identity: Identity) -> None:
    """Keep what signing out at the provider will ask for."""
    request.session[SIGNED_IN_KEY] = {
        "way": identity.way,
        "id_token": identity.id_token,
        "end_session": identity.end_session,
    }
