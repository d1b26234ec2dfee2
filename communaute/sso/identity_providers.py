"""The State's identity providers: what the settings say of each, and what each one's rules are.

Nothing is set by default: no button, and no address that answers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.urls import reverse
from environ import Env

# FranceConnect v2 signs with these alone; `none` and shared secrets are never believed.
ALGORITHMS = ("ES256", "RS256")


@dataclass(frozen=True)
class Way:
    """One provider, as registered there.

    `accepted_acr`: levels of which the identity must have one; none asked when empty.
    `is_professional`: it says for which organisation somebody works (SIRET), whether it asked for a
    second factor, and gives another identity to who changes employer.
    """

    key: str
    name: str
    about_url: str
    issuer: str
    client_id: str
    secret: str
    algorithm: str
    scopes: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    accepted_acr: tuple[str, ...] = ()
    is_professional: bool = False

    @property
    def words(self) -> str:
        """The template that says what it is."""
        return f"sso/{self.key}.html"

    @property
    def discovery_url(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    @property
    def callback_url(self) -> str:
        """Where the provider sends people back, as registered there to the letter."""
        return settings.BASE_URL + reverse("sso:back", args=[self.key])

    @property
    def left_url(self) -> str:
        """Where the provider sends people back once signed out there, as registered too."""
        return settings.BASE_URL + reverse("sso:left", args=[self.key])

    def subject(self, sub: str) -> str:
        """The key of an identity: `sub` means nothing outside of the issuer that gave it."""
        return f"{self.issuer} {sub}"


def _franceconnect() -> Way | None:
    if not settings.FRANCECONNECT_ISSUER:
        return None
    return Way(
        key="franceconnect",
        name="FranceConnect",
        about_url="https://franceconnect.gouv.fr/",
        issuer=settings.FRANCECONNECT_ISSUER,
        client_id=settings.FRANCECONNECT_CLIENT_ID,
        secret=settings.FRANCECONNECT_CLIENT_SECRET,
        algorithm=settings.FRANCECONNECT_ALG,
        # Neither birth nor sex: a forum has no use for them.
        scopes=("openid", "given_name", "family_name", "email"),
        parameters={"acr_values": "eidas1"},
        accepted_acr=("eidas1", "eidas2", "eidas3"),
    )


def _proconnect() -> Way | None:
    if not settings.PROCONNECT_ISSUER:
        return None
    return Way(
        key="proconnect",
        name="ProConnect",
        about_url="https://www.proconnect.gouv.fr/",
        issuer=settings.PROCONNECT_ISSUER,
        client_id=settings.PROCONNECT_CLIENT_ID,
        secret=settings.PROCONNECT_CLIENT_SECRET,
        algorithm=settings.PROCONNECT_ALG,
        scopes=("openid", "email", "siret"),
        # A parameter that it does not know is an error there (Y000400): none but this one.
        parameters={"claims": json.dumps({"id_token": {"amr": {"essential": True}}})},
        is_professional=True,
    )


_READERS = {"franceconnect": _franceconnect, "proconnect": _proconnect}


def ways() -> list[Way]:
    """The providers that are set, in the order of their buttons."""
    return [way for read in _READERS.values() if (way := read())]


def find_way(key: str) -> Way | None:
    """The provider of this key, if it is set."""
    read = _READERS.get(key)
    return read() if read else None


def check_providers(**kwargs: object) -> list[CheckMessage]:
    """What `docs/deploiement.md` asks of each provider that is set."""
    found: list[CheckMessage] = []
    for way in ways():
        if not (way.client_id and way.secret):
            found.append(Error(f"{way.name} : identifiant ou secret absent.", id="sso.E001"))
        if way.algorithm not in ALGORITHMS:
            found.append(Error(f"{way.name} : signature {' ou '.join(ALGORITHMS)}.", id="sso.E002"))
    return found


def check_encryption(**kwargs: object) -> list[CheckMessage]:
    """In production (`check --deploy`), what they say travels encrypted."""
    return [
        Error(f"{way.name} : l’adresse est en https.", id="sso.E003")
        for way in ways()
        if not way.issuer.startswith("https://")
    ]


# The State's providers of identity, absent unless they are set (`identity_providers.py`).


# Whoever waits for a provider that does not answer is told so.
TIMEOUT_S = 4


def read(env: Env) -> dict[str, str]:
    """The settings of FranceConnect and ProConnect, by name; empty ones show nothing."""
    # ProConnect's domain was renamed and differs by network: never a constant. With a scheme, it
    # is the issuer whole.
    domain = env.str("PROCONNECT_DOMAIN", "").rstrip("/")
    is_whole = not domain or "://" in domain
    return {
        "FRANCECONNECT_ISSUER": env.str("FRANCECONNECT_ISSUER", "").rstrip("/"),
        "FRANCECONNECT_CLIENT_ID": env.str("FRANCECONNECT_CLIENT_ID", ""),
        "FRANCECONNECT_CLIENT_SECRET": env.str("FRANCECONNECT_CLIENT_SECRET", ""),
        "FRANCECONNECT_ALG": env.str("FRANCECONNECT_ALG", "ES256"),
        "PROCONNECT_ISSUER": domain if is_whole else f"https://{domain}/api/v2",
        "PROCONNECT_CLIENT_ID": env.str("PROCONNECT_CLIENT_ID", ""),
        "PROCONNECT_CLIENT_SECRET": env.str("PROCONNECT_CLIENT_SECRET", ""),
        "PROCONNECT_ALG": env.str("PROCONNECT_ALG", "RS256"),
    }


def origins(env: Env, found: dict[str, str]) -> list[str]:
    """Addresses that a form of ours may be sent on to; `CONNECT_ORIGINS` adds those that the
    providers' redirections go through."""
    issuers = [found["FRANCECONNECT_ISSUER"], found["PROCONNECT_ISSUER"]]
    return [*issuers, *env.list("CONNECT_ORIGINS", default=[])]
