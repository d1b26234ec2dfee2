"""What the tests of several rooms stand on."""

from collections.abc import Iterator

import pytest

from ambassadeurs.reseaux.address_test import geocoding
from tests.ambassadeurs.reseaux.fake_geocoder import FakeGeocoder, feature, found, serve_geocoder


@pytest.fixture
def geocoder(settings, monkeypatch) -> Iterator[FakeGeocoder]:
    """Answers "33 Boulevard Clemenceau 38100 Grenoble" until told otherwise.

    It is waited for a minute, not a second: a machine busy elsewhere is no silence.
    """
    monkeypatch.setattr(geocoding, "SUGGEST_S", 60.0)
    with serve_geocoder(found(feature())) as fake:
        settings.GEOCODER_URL, settings.GEOCODER_TIMEOUT_S = fake.url, 60.0
        yield fake
