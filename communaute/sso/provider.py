"""The State's providers as django-allauth knows them: its flow, with the rules that differ.

allauth's own client checks neither nonce nor userinfo's signature, and takes the algorithm that
the token names: what is believed is what `read_id_token` and `read_userinfo` checked.
"""

from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from jwt import PyJWK, PyJWTError

from .errors import NotTrusted
from .identity import SIGNED_IN_KEY, Identity
from .identity_providers import ALGORITHMS, Way, find_way

# Clocks of the provider and ours may differ by so much.
LEEWAY_S = 120


def read_id_token(way: Way, token: object, nonce: str) -> dict[str, Any]:
    """The claims of an ID token that answers the request of this nonce. Raises NotTrusted."""
    claims = _decode(way, token, required=("iss", "aud", "sub", "exp", "iat", "nonce"))
    given = claims["nonce"]
    if not isinstance(given, str) or not constant_time_compare(given, nonce):
        raise NotTrusted("the nonce is not the one of the request")
    audience = claims["aud"]
    is_shared = "azp" in claims or (isinstance(audience, list) and len(audience) > 1)
    if is_shared and claims.get("azp") != way.client_id:
        raise NotTrusted("the token is meant for another service too")
    if way.accepted_acr and claims.get("acr") not in way.accepted_acr:
        raise NotTrusted("the level of the identity is not the one asked for")
    return claims


def read_userinfo(way: Way, answer: str, sub: str) -> dict[str, Any]:
    """The claims of the userinfo, a signed token about the same `sub`. Raises NotTrusted."""
    claims = _decode(way, answer, required=("iss", "aud", "sub"))
    if claims["sub"] != sub:
        raise NotTrusted("the userinfo is about somebody else")
    return claims


def _decode(way: Way, token: object, *, required: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(token, str):
        raise NotTrusted("no token")
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != way.algorithm or way.algorithm not in ALGORITHMS:
            # Before any key is looked at: the token never chooses how it is verified.
            raise NotTrusted("another algorithm than the one agreed on")
        claims = jwt.decode(
            token,
            key(way, header.get("kid")),
            algorithms=[way.algorithm],
            issuer=way.issuer,
            audience=way.client_id,
            leeway=LEEWAY_S,
            options={"require": list(required)},
        )
    except jwt.PyJWTError as error:
        raise NotTrusted(type(error).__name__) from error
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise NotTrusted("no subject")
    return claims


# Of a state: both providers want 32 characters at least.
SECRET_CHARS = 43
UID_MAX = 191


def _nonce_of(state: str) -> str:
    """The nonce that goes with a state, which the session that asked alone has, and once: whoever
    comes back with the state is known by then to be who left with it."""
    return salted_hmac("sso.nonce", state, algorithm="sha256").hexdigest()


class StateOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """One passage through a provider."""

    @property
    def way(self) -> Way:
        way = find_way(self.provider_id)
        if way is None:
            raise SocialApp.DoesNotExist
        return way

    @property
    def openid_config(self) -> dict[str, Any]:
        return configuration(self.way)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return self.way.callback_url

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        # Used at once and never kept: when it ends does not matter.
        return SocialToken(token=str(data["access_token"]))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who came back, once both tokens are verified. Raises NotTrusted."""
        way, raw = self.way, kwargs["response"].get("id_token")
        claims = read_id_token(way, raw, _nonce_of(request.GET["state"]))
        info = self._userinfo(token.token, claims["sub"])
        uid = way.subject(claims["sub"])
        if len(uid) > UID_MAX:
            raise NotTrusted("a subject too long to be kept")
        identity = Identity.from_claims(
            way, claims, info, raw, self.openid_config.get("end_session_endpoint")
        )
        login = SocialLogin(
            provider=self.get_provider(),
            # Nothing of the civil identity is kept: the link alone.
            account=SocialAccount(provider=way.key, uid=uid, extra_data={}),
            user=get_adapter().new_user(request, None),
        )
        login.identity = identity
        return login

    def _userinfo(self, access_token: str, sub: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers=headers)
            answer.raise_for_status()
        return read_userinfo(self.way, answer.text.strip(), sub)


class StateProvider(OpenIDConnectProvider):
    """What is asked of a provider: never more than its `Way` says, whatever the address holds."""

    oauth2_adapter_class = StateOAuth2Adapter
    supports_token_authentication = False

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("sso:start", args=[self.sub_id])

    def get_callback_url(self) -> str:
        return reverse("sso:back", args=[self.sub_id])

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        return {"process": AuthProcess.LOGIN, "next_url": get_next_redirect_url(request)}

    def get_scope(self) -> list[str]:
        way = find_way(self.sub_id)
        return list(way.scopes) if way else []

    def get_pkce_params(self) -> dict[str, Any]:
        """PKCE where the provider knows it; an unknown parameter would be an error elsewhere."""
        config = self.get_oauth2_adapter(self.request).openid_config
        known = "S256" in (config.get("code_challenge_methods_supported") or ())
        self.app.settings["oauth_pkce_enabled"] = known
        return super().get_pkce_params()

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: object = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Send to the provider; the session keeps the state, and who was signed in."""
        way = self.get_oauth2_adapter(request).way
        state = get_random_string(SECRET_CHARS)
        return super().redirect(
            request,
            process,
            next_url=next_url,
            data={"person": request.user.pk},
            state_id=state,
            auth_params={**way.parameters, "nonce": _nonce_of(state)},
        )


class FranceConnectProvider(StateProvider):
    id = "franceconnect"
    name = "FranceConnect"


class ProConnectProvider(StateProvider):
    id = "proconnect"
    name = "ProConnect"


provider_classes = [FranceConnectProvider, ProConnectProvider]


SALT = "sso.leaving"
STATE_S = 600


def departure(request: HttpRequest) -> str:
    """Where to send whoever signs out, or "": the provider's own door, which sends back to us.

    Asked before the session is emptied. The state is signed: no session is left to keep it.
    """
    kept = request.session.get(SIGNED_IN_KEY)
    way = find_way(kept["way"]) if isinstance(kept, dict) else None
    if way is None or not kept["end_session"]:
        return ""
    told = {
        "id_token_hint": kept["id_token"],
        "state": signing.TimestampSigner(salt=SALT).sign(get_random_string(43)),
        "post_logout_redirect_uri": way.left_url,
    }
    door = kept["end_session"]
    return f"{door}{'&' if '?' in door else '?'}{urlencode(told)}"


def came_back(state: str) -> bool:
    """Whether the provider sent back what we gave it."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(state, max_age=STATE_S)
    except signing.BadSignature:
        return False
    return True


# What a provider publishes of itself: its addresses and its keys, kept an hour.


KEPT_S = 3600
ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def configuration(way: Way) -> dict[str, Any]:
    """The discovery document. Raises requests.RequestException when the provider does not answer,
    NotTrusted when it names another issuer or an address that is less safe than the issuer's."""
    found = cache.get(name := f"sso:discovery:{way.issuer}")
    if found is None:
        found = _read(way.discovery_url)
        if found.get("issuer") != way.issuer:
            raise NotTrusted("the discovery names another issuer")
        if any(not _is_as_safe(found.get(address), way) for address in ADDRESSES):
            raise NotTrusted("the discovery names an address that is missing or not encrypted")
        cache.set(name, found, KEPT_S)
    return found


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
        raise NotTrusted("signed by a key that the provider does not publish")
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
        raise NotTrusted("not a JSON object")
    return found


def _is_as_safe(address: object, way: Way) -> bool:
    """Whether this is an address, in HTTPS unless the issuer itself is a trial in clear."""
    if not isinstance(address, str):
        return False
    scheme = urlsplit(address).scheme
    return scheme == "https" or scheme == urlsplit(way.issuer).scheme == "http"
