"""What the tests of several rooms stand on."""

from collections.abc import Iterator

import pytest

from tests.ambassadeurs.reseaux.fake_geocoder import FakeGeocoder, feature, found, serve_geocoder


@pytest.fixture
def geocoder(settings) -> Iterator[FakeGeocoder]:
    """Answers "33 Boulevard Clemenceau 38100 Grenoble" until told otherwise."""
    with serve_geocoder(found(feature())) as fake:
        settings.GEOCODER_URL = fake.url
        yield fake
