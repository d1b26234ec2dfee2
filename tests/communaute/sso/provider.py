"""A real OpenID provider on loopback (`oidc-provider-mock`, made of Authlib), and a thin layer that
makes it say what FranceConnect says — a signed userinfo — or lie, one thing at a time.
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import flask
import jwt
import oidc_provider_mock
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID = "chauffage-urbain"
SIRET = "13002526500013"
PERSON = {
    "email": "Monique.Durand@exemple.test",
    "given_name": "Monique",
    "family_name": "Durand",
    "acr": "eidas1",
    "amr": ["pwd"],
}
Forge = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Lies:
    """What the provider does wrong; by default it is honest.

    `id_claims` and `info_claims` change what is signed, `id_header` the header, `algorithm` and
    `key` how it is signed (`key` is not published unless `publishes` says so).
    """

    id_claims: Forge | None = None
    info_claims: Forge | None = None
    algorithm: str = "RS256"
    key: Any = None
    kid: str | None = None
    is_plain_info: bool = False
    is_silent: bool = False
    status: dict[str, int] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    keys: list[dict[str, Any]] | None = None


class Provider:
    """The provider: who is on it (`store`), what it lies about (`lies`), what it was asked."""

    def __init__(self) -> None:
        self.app = oidc_provider_mock.app()
        self.lies = Lies()
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()
        self.private: RSAKey | None = None
        self.app.before_request(self._before)
        self.app.after_request(self._after)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def _before(self) -> Any:
        self.private = flask.g.oidc_provider_mock_storage.jwk
        values = {name: str(value) for name, value in flask.request.values.items()}
        self.seen.append((flask.request.path, values))
        if flask.request.path in self.lies.status:
            return "broken", self.lies.status[flask.request.path]
        if self.lies.is_silent:
            self.closing.wait()
        return None

    def _after(self, response: flask.Response) -> flask.Response:
        if response.status_code != 200:
            return response
        path = flask.request.path
        if path == "/.well-known/openid-configuration":
            honest = {"code_challenge_methods_supported": ["S256"]}
            response.set_data(json.dumps(response.get_json() | honest | self.lies.discovery))
        elif path == "/jwks" and self.lies.keys is not None:
            response.set_data(json.dumps({"keys": self.lies.keys}))
        elif path == "/oauth2/token":
            self._forge_id_token(response)
        elif path == "/userinfo" and not self.lies.is_plain_info:
            claims = response.get_json() | {"iss": self.issuer, "aud": CLIENT_ID}
            change = self.lies.info_claims
            response.set_data(self.sign(change(claims) if change else claims))
            response.headers["Content-Type"] = "application/jwt"
        return response

    def _forge_id_token(self, response: flask.Response) -> None:
        """Untouched unless the layer lies: the honest ID token is the provider's own."""
        lies = self.lies
        if lies.id_claims is None and lies.algorithm == "RS256" and lies.key is lies.kid is None:
            return
        answer = response.get_json()
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False})
        answer["id_token"] = self.sign(lies.id_claims(claims) if lies.id_claims else claims)
        response.set_data(json.dumps(answer))

    def sign(self, claims: dict[str, Any]) -> str:
        key = self.lies.key if self.lies.key is not None else self.private.as_pem(private=True)
        kid = self.lies.kid or self.private.kid
        if self.lies.algorithm == "none":
            key = None
        return jwt.encode(claims, key, algorithm=self.lies.algorithm, headers={"kid": kid})

    def public_pem(self) -> str:
        return self.private.as_pem(private=False).decode()

    def asked(self, path: str) -> list[dict[str, str]]:
        return [values for seen, values in self.seen if seen == path]

    def store(self, sub: str, **claims: Any) -> None:
        """Put a person on it, with a calm new start: honest, and nothing asked yet."""
        sent = requests.put(f"{self.issuer}/users/{sub}", json=PERSON | claims, timeout=5)
        assert sent.status_code == 204

    def pass_through(self, address: str, sub: str = "sub-1", *, deny: bool = False) -> str:
        """Do what the person does there; returns the address they are sent back to."""
        data = {"action": "deny"} if deny else {"sub": sub}
        answer = requests.post(address, data=data, allow_redirects=False, timeout=5)
        assert answer.status_code in {302, 303}, answer.text
        return str(answer.headers["Location"])


@contextmanager
def run_provider() -> Iterator[Provider]:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.closing.set()
        provider.server.shutdown()
        thread.join(5)
        provider.server.server_close()
        del os.environ["AUTHLIB_INSECURE_TRANSPORT"]


def ec_key() -> tuple[Any, dict[str, Any]]:
    """A key of its own for ES256, and what is published of it."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(private.public_key()))
    return private, public | {"kid": "ec-1", "alg": "ES256", "use": "sig"}


def rsa_key(kid: str) -> tuple[Any, dict[str, Any]]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private.public_key()))
    return private, public | {"kid": kid, "alg": "RS256", "use": "sig"}


def path_of(address: str, **changed: str) -> str:
    """The path and query of an address of ours, some parameters changed."""
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changed
    return f"{parts.path}?{urlencode(query)}"


def parameters(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
