"""A number of the room that changes is changed in every sentence, and in the rule it tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.ambassadeurs.annuaire.test_directory import cards, three_neighbours

from .factories import AmbassadeurFactory
from .test_position import NEIGHBOURS

pytestmark = pytest.mark.django_db


def test_how_long_a_mandate_lasts_is_told_by_what_is_agreed_to_and_by_a_renewal(client, settings):
    assert "pendant 24\xa0mois" in client.get("/ambassadeurs/devenir/").text
    settings.NUMBERS = {"coproprietes": {"mandate_months": 36}}
    mandate = AmbassadeurFactory(expires_at=timezone.now() + timedelta(days=10))
    client.force_login(mandate.user)
    assert "pendant 36\xa0mois" in client.get("/ambassadeurs/devenir/").text
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
