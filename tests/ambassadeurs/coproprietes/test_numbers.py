"""A number of the room that changes is changed in every sentence, and in the rule it tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.ambassadeurs.annuaire.test_directory import cards, three_neighbours

from .factories import AmbassadeurFactory
from .test_position import NEIGHBOURS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("months", [24, 36])
def test_what_is_agreed_to_tells_how_long_a_mandate_lasts(client, settings, months):
    settings.NUMBERS = {"coproprietes": {"mandate_months": months}}
    assert f"pendant {months}\xa0mois" in client.get("/ambassadeurs/devenir/").text


def test_a_renewal_tells_how_long_it_lasts(client, settings):
    settings.NUMBERS = {"coproprietes": {"mandate_months": 36}}
    soon = timezone.now() + timedelta(days=10)
    mandate = AmbassadeurFactory(expires_at=soon)
    client.force_login(mandate.user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Renouveler pour 36\xa0mois" in client.get("/ambassadeurs/mon-mandat/").text
    page = client.get(f"/ambassadeurs/mon-mandat/{mandate.pk}/renouveler/")
    assert "36\xa0mois à partir" in page.text


@pytest.mark.parametrize(("near_m", "said", "found"), [(5000, "5\xa0km", 3), (900, "900\xa0m", 0)])
def test_around_is_as_far_as_is_said(client, settings, near_m, said, found):
    settings.NUMBERS = {"coproprietes": {"near_m": near_m}}
    three_neighbours()
    longitude, latitude = NEIGHBOURS[0]
    response = client.get(f"/ambassadeurs/?lat={latitude + 0.01}&lon={longitude}")
    assert f"à moins de {said}" in response.text
    assert len(cards(response)) == found
