"""A provider that is half set stops the start, with a sentence that says what is missing."""

from django.conf import settings
from django.core.checks import CheckMessage, Error

from .ways import ALGORITHMS, ways


def check_providers(**kwargs: object) -> list[CheckMessage]:
    """What `docs/deploiement.md` asks of each provider that is set."""
    found: list[CheckMessage] = []
    for way in ways():
        if not (way.client_id and way.secret):
            found.append(Error(f"{way.name} : identifiant ou secret absent.", id="federation.E001"))
        if way.algorithm not in ALGORITHMS:
            found.append(
                Error(f"{way.name} : signature {' ou '.join(ALGORITHMS)}.", id="federation.E002")
            )
        if not settings.DEBUG and not way.issuer.startswith("https://"):
            found.append(Error(f"{way.name} : l’adresse est en https.", id="federation.E003"))
    return found
