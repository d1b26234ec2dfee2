"""Believing what a provider says: each token is signed by it, for us, now, and answers our request.

OpenID Connect Core 1.0, 3.1.3.7 (ID token) and 5.3.4 (userinfo).
"""

from typing import Any

import jwt
from django.utils.crypto import constant_time_compare

from . import metadata
from .errors import NotTrusted
from .ways import ALGORITHMS, Way

# Clocks of the provider and ours may differ by so much.
LEEWAY_S = 120


def read_id_token(way: Way, token: object, nonce: str) -> dict[str, Any]:
    """The claims of an ID token that answers the request of this nonce. Raises NotTrusted."""
    claims = _decode(way, token, required=("iss", "aud", "sub", "exp", "iat", "nonce"))
    given = claims["nonce"]
    if not isinstance(given, str) or not constant_time_compare(given, nonce):
        message = "the nonce is not the one of the request"
        raise NotTrusted(message)
    audience = claims["aud"]
    is_shared = "azp" in claims or (isinstance(audience, list) and len(audience) > 1)
    if is_shared and claims.get("azp") != way.client_id:
        message = "the token is meant for another service too"
        raise NotTrusted(message)
    if way.accepted_acr and claims.get("acr") not in way.accepted_acr:
        message = "the level of the identity is not the one asked for"
        raise NotTrusted(message)
    return claims


def read_userinfo(way: Way, answer: str, sub: str) -> dict[str, Any]:
    """The claims of the userinfo, a signed token about the same `sub`. Raises NotTrusted."""
    claims = _decode(way, answer, required=("iss", "aud", "sub"))
    if claims["sub"] != sub:
        message = "the userinfo is about somebody else"
        raise NotTrusted(message)
    return claims


def _decode(way: Way, token: object, *, required: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(token, str):
        message = "no token"
        raise NotTrusted(message)
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != way.algorithm or way.algorithm not in ALGORITHMS:
            # Before any key is looked at: the token never chooses how it is verified.
            message = "another algorithm than the one agreed on"
            raise NotTrusted(message)
        claims = jwt.decode(
            token,
            metadata.key(way, header.get("kid")),
            algorithms=[way.algorithm],
            issuer=way.issuer,
            audience=way.client_id,
            leeway=LEEWAY_S,
            options={"require": list(required)},
        )
    except jwt.PyJWTError as error:
        raise NotTrusted(type(error).__name__) from error
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        message = "no subject"
        raise NotTrusted(message)
    return claims
