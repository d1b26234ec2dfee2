"""What a provider publishes of itself: its addresses and its keys, kept an hour."""

from typing import Any, cast
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from django.core.cache import cache
from jwt import PyJWK, PyJWTError

from .errors import NotTrusted
from .ways import Way

KEPT_S = 3600
ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def configuration(way: Way) -> dict[str, Any]:
    """The discovery document. Raises requests.RequestException when the provider does not answer,
    NotTrusted when it names another issuer or an address that is less safe than the issuer's."""
    found = cache.get(name := f"sso:discovery:{way.issuer}")
    if found is None:
        found = _read(way.discovery_url)
        if found.get("issuer") != way.issuer:
            message = "the discovery names another issuer"
            raise NotTrusted(message)
        if any(not _is_as_safe(found.get(address), way) for address in ADDRESSES):
            message = "the discovery names an address that is missing or not encrypted"
            raise NotTrusted(message)
        cache.set(name, found, KEPT_S)
    return cast(dict[str, Any], found)


def key(way: Way, kid: str | None) -> PyJWK:
    """The provider's public key of this name (the only one when there is no name).

    Keys turn: one that is not known is looked for once more at the provider. Raises NotTrusted.
    """
    address = configuration(way)["jwks_uri"]
    name = f"sso:keys:{address}"
    kept = cache.get(name)
    if kept is not None and (found := _pick(way, kept, kid)):
        return found
    fresh = _read(address)
    cache.set(name, fresh, KEPT_S)
    found = _pick(way, fresh, kid)
    if found is None:
        message = "signed by a key that the provider does not publish"
        raise NotTrusted(message)
    return found


def _pick(way: Way, keys: dict[str, Any], kid: str | None) -> PyJWK | None:
    known = [one for one in keys.get("keys") or () if isinstance(one, dict)]
    for one in known:
        if one.get("use", "sig") != "sig" or one.get("alg", way.algorithm) != way.algorithm:
            continue
        if one.get("kid") == kid if kid else len(known) == 1:
            try:
                return PyJWK.from_dict(one, way.algorithm)
            except PyJWTError:
                continue
    return None


def _read(address: str) -> dict[str, Any]:
    with get_adapter().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
        found = answer.json()
    if not isinstance(found, dict):
        message = "not a JSON object"
        raise NotTrusted(message)
    return found


def _is_as_safe(address: object, way: Way) -> bool:
    """Whether this is an address, in HTTPS unless the issuer itself is a trial in clear."""
    if not isinstance(address, str):
        return False
    scheme = urlsplit(address).scheme
    return scheme == "https" or scheme == urlsplit(way.issuer).scheme == "http"
