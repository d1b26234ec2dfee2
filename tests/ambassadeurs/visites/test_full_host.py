"""After a visit, a host who takes no new request is not offered for one."""

from datetime import date, timedelta

import pytest

from ambassadeurs.visites.enums import BookingState
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import stop

from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "said"),
    [(BookingState.ATTENDED, "Poser une question à tous"), (BookingState.ABSENT, "écrivez-nous")],
)
@pytest.mark.parametrize(
    "facts", [{"open_demandes": 2}, {"paused_until": date(2026, 11, 26)}], ids=["full", "paused"]
)
def test_a_host_who_takes_no_request_is_not_offered_for_one(
    client, monkeypatch, facts, state, said
):
    now = stop(monkeypatch)
    visit = VisitFactory(starts_at=now - timedelta(minutes=90))
    booking = BookingFactory(visit=visit, state=state)
    client.force_login(booking.user, backend="django.contrib.auth.backends.ModelBackend")
    page = visit.get_absolute_url()
    assert "/mises-en-relation/nouvelle/" in client.get(page).text
    type(visit.ambassadeur).objects.update(**facts)
    shown = client.get(page).text
    assert "/mises-en-relation/nouvelle/" not in shown
    assert "ne prend pas de nouvelle demande en ce moment" in shown
    assert said in shown
    # An exchange that is open goes on.
    booking.demande = DemandeFactory(ambassadeur=visit.ambassadeur)
    booking.save()
    assert booking.demande.get_absolute_url() in client.get(page).text
