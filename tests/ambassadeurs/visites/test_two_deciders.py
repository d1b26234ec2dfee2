"""Two colleagues decide of the same place: the second one learns who decided, and what."""

import pytest

from ambassadeurs.visites.enums import BookingState
from tests.communaute.comptes.factories import UserFactory

from .factories import BookingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("accepted", "state"), [("oui", "confirmée"), ("non", "annulée")])
def test_the_second_colleague_reads_who_decided(client, accepted, state):
    booking = BookingFactory(state=BookingState.REQUESTED, needs_approval=True)
    one, two = UserFactory(agence=True), UserFactory(agence=True)
    decide = f"/visites/inscriptions/{booking.pk}/decider/"
    client.force_login(one)
    client.post(decide, {"accepted": accepted})
    booking.refresh_from_db()
    decided = booking.state
    client.force_login(two)
    answer = client.post(decide, {"accepted": "non" if accepted == "oui" else "oui"}, follow=True)
    said = f"Votre collègue {one.public_name} a déjà décidé : l’inscription est {state}."
    assert said in answer.text
    booking.refresh_from_db()
    assert booking.state == decided
