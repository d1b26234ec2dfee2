"""A choice of address is signed for one hour: good at its last second, refused at the next."""

from html import unescape

import pytest

from ambassadeurs.reseaux.address_test.geocoding import Place
from ambassadeurs.reseaux.address_test.services import CHOICE_SECONDS, read_place, sign_place
from ambassadeurs.reseaux.enums import Precision
from ambassadeurs.reseaux.models import AddressTest

from ..factories import GRENOBLE_DEGREES, traced_reseau
from ..fake_geocoder import feature, found

pytestmark = pytest.mark.django_db

SIGNED_AT = 1_800_000_000
LONGITUDE, LATITUDE = GRENOBLE_DEGREES
PLACE = Place(
    label="33 Boulevard Clemenceau 38100 Grenoble",
    longitude=LONGITUDE,
    latitude=LATITUDE,
    score=0.5,
    precision=Precision.ADRESSE,
    citycode="38185",
)


@pytest.fixture
def signing_clock(monkeypatch):
    """Set the time that signatures are made and read at, in seconds after the first one."""

    def after(seconds):
        monkeypatch.setattr("django.core.signing.time.time", lambda: SIGNED_AT + seconds)

    after(0)
    return after


def test_a_choice_is_read_until_the_end_of_its_hour(signing_clock):
    token = sign_place(PLACE)

    signing_clock(CHOICE_SECONDS)
    read = read_place(token)
    assert (read.label, read.longitude, read.latitude) == (PLACE.label, LONGITUDE, LATITUDE)
    assert (read.precision, read.commune.pk) == (PLACE.precision, "38185")

    signing_clock(CHOICE_SECONDS + 1)
    assert read_place(token) is None


def test_an_altered_choice_is_not_read(signing_clock):
    token = sign_place(PLACE)
    assert read_place(f"{'A' if token[0] != 'A' else 'B'}{token[1:]}") is None


@pytest.mark.parametrize(("seconds", "status"), [(CHOICE_SECONDS, 302), (CHOICE_SECONDS + 1, 422)])
def test_a_late_choice_is_asked_again_with_the_places(
    client, geocoder, signing_clock, seconds, status
):
    traced_reseau(distance_m=93)
    geocoder.will(found(feature(0.5)))
    token = sign_place(PLACE)

    signing_clock(seconds)
    response = client.post(
        "/mon-adresse/", {"confirmer": "1", "q": PLACE.label, "chauffage": "", "choix": token}
    )

    assert response.status_code == status
    assert AddressTest.objects.exists() is (status == 302)
    if status == 422:
        shown = unescape(response.content.decode())
        assert "Ce choix n’est plus valable" in shown
        assert PLACE.label in shown
