from collections.abc import Iterator

import pytest

from .provider import CLIENT_ID, SIRET, Lies, Provider, run_provider


@pytest.fixture(scope="session")
def running_provider() -> Iterator[Provider]:
    with run_provider() as provider:
        yield provider


@pytest.fixture
def proconnect(running_provider: Provider, settings) -> Provider:
    """The look-alike of ProConnect: it says for which establishment Paul works."""
    running_provider.lies = Lies()
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 60
    running_provider.store("sub-pro", email="paul@agence.test", siret=SIRET, amr=["pwd", "mfa"])
    running_provider.seen.clear()
    settings.PROCONNECT_ISSUER = running_provider.issuer
    settings.PROCONNECT_CLIENT_ID = CLIENT_ID
    settings.PROCONNECT_CLIENT_SECRET = "secret-d-essai"
    settings.PROCONNECT_ALG = "RS256"
    settings.BASE_URL = "http://testserver"
    return running_provider


@pytest.fixture
def provider(running_provider: Provider, settings) -> Provider:
    """The look-alike of FranceConnect: honest, with Monique on it, and set here."""
    running_provider.lies = Lies()
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 60
    running_provider.store("sub-1")
    running_provider.seen.clear()
    settings.FRANCECONNECT_ISSUER = running_provider.issuer
    settings.FRANCECONNECT_CLIENT_ID = CLIENT_ID
    settings.FRANCECONNECT_CLIENT_SECRET = "secret-d-essai"
    settings.FRANCECONNECT_ALG = "RS256"
    settings.BASE_URL = "http://testserver"
    return running_provider
