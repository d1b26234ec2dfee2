"""A look-alike of FranceConnect and ProConnect on this machine, to try their buttons by hand.

    DEMO_CONNECT=1 make run            starts it beside the service
    python scripts/look_alike.py 8090  alone

Whoever asks is let in: for trials only. The provider is `oidc-provider-mock`; added here is what
the State's do besides: PKCE announced, a signed userinfo, people of the demonstration.
"""

import json
import logging
import os
import sys

import flask
import jwt
import oidc_provider_mock
from oidc_provider_mock import User
from werkzeug.serving import run_simple

PEOPLE = (
    User(
        sub="monique",
        claims={
            "email": "monique.durand@demo.test",
            "given_name": "Monique",
            "family_name": "Durand",
            "acr": "eidas1",
        },
    ),
    User(
        sub="paul-de-l-agence",
        claims={
            "email": "paul@agence.demo.test",
            "siret": "13002526500013",
            "acr": "eidas1",
            "amr": ["pwd", "mfa"],
        },
    ),
)


def look_alike() -> flask.Flask:
    """The provider, as a WSGI application."""
    app = oidc_provider_mock.app(user_claims=PEOPLE)
    audiences: dict[str, str] = {}

    @app.after_request
    def as_the_state_does(response: flask.Response) -> flask.Response:
        if response.status_code != 200 or not response.is_json:
            return response
        said, path = response.get_json(), flask.request.path
        if path == "/.well-known/openid-configuration":
            said["code_challenge_methods_supported"] = ["S256"]
            response.set_data(json.dumps(said))
        elif path == "/oauth2/token":
            claims = jwt.decode(said["id_token"], options={"verify_signature": False})
            audiences[said["access_token"]] = claims["aud"]
        elif path == "/userinfo":
            token = flask.request.headers["Authorization"].rpartition(" ")[2]
            key = flask.g.oidc_provider_mock_storage.jwk
            claims = said | {
                "iss": flask.request.host_url.rstrip("/"),
                "aud": audiences[token],
            }
            signed = jwt.encode(claims, key.as_pem(private=True), "RS256", headers={"kid": key.kid})
            response.set_data(signed)
            response.headers["Content-Type"] = "application/jwt"
        return response

    return app


def variables(port: int) -> dict[str, str]:
    """What the service is set with to know it."""
    address = f"http://127.0.0.1:{port}"
    found = {}
    for name, where in (("FRANCECONNECT", "ISSUER"), ("PROCONNECT", "DOMAIN")):
        found |= {
            f"{name}_{where}": address,
            f"{name}_CLIENT_ID": f"demo-{name.lower()}",
            f"{name}_CLIENT_SECRET": "secret-de-demonstration",
            f"{name}_ALG": "RS256",
        }
    return found


if __name__ == "__main__":
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    run_simple("127.0.0.1", int(sys.argv[1]), look_alike(), threaded=True)
