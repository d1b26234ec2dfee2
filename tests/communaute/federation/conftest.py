from collections.abc import Iterator

import pytest

from .provider import CLIENT_ID, Lies, Provider, run_provider


@pytest.fixture(scope="session")
def running_provider() -> Iterator[Provider]:
    with run_provider() as provider:
        yield provider


@pytest.fixture
def provider(running_provider: Provider, settings) -> Provider:
    """The look-alike of FranceConnect: honest, with Monique on it, and set here."""
    running_provider.lies = Lies()
    running_provider.store("sub-1")
    running_provider.seen.clear()
    settings.FRANCECONNECT_ISSUER = running_provider.issuer
    settings.FRANCECONNECT_CLIENT_ID = CLIENT_ID
    settings.FRANCECONNECT_CLIENT_SECRET = "secret-d-essai"
    settings.FRANCECONNECT_ALG = "RS256"
    settings.BASE_URL = "http://testserver"
    return running_provider
