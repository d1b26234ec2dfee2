"""A provider that is half set stops the start, with a sentence that says what is missing."""

from django.core.checks import CheckMessage, Error

from .ways import ALGORITHMS, ways


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
