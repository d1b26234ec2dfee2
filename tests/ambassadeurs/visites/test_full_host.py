"""A host who takes no new request is not offered for one, but their open visits are."""

from datetime import date, timedelta

import pytest

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import ClosedBecause, State
from ambassadeurs.visites.enums import BookingState, VisitState
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
    booking.demande = DemandeFactory(ambassadeur=visit.ambassadeur, requester=booking.user)
    booking.save()
    assert booking.demande.get_absolute_url() in client.get(page).text
    # Closed with the mandate, it leads nowhere.
    type(visit.ambassadeur).objects.update(expires_at=now)
    type(booking.demande).objects.update(state=State.CLOSED, closed_because=ClosedBecause.WITHDRAWN)
    shown = client.get(page).text
    assert booking.demande.get_absolute_url() not in shown
    assert said in shown


@pytest.mark.parametrize(
    "facts", [{"open_demandes": 2}, {"paused_until": date(2026, 12, 26)}], ids=["full", "paused"]
)
def test_the_directory_finds_who_has_a_date_with_places_left(client, monkeypatch, facts):
    now = stop(monkeypatch)
    visit = VisitFactory(ambassadeur__takes_visits=True, places=1)
    type(visit.ambassadeur).objects.update(**facts)
    name = visit.ambassadeur.copropriete.name

    def found():
        return Copropriete.objects.taking_visits().exists()

    assert name in client.get("/ambassadeurs/?visites=on").text
    assert found()
    booking = BookingFactory(visit=visit)
    assert not found()
    booking.delete()
    for change in ({"state": VisitState.CANCELLED}, {"starts_at": now}):
        before = {key: getattr(visit, key) for key in change}
        type(visit).objects.update(**change)
        assert not found(), change
        type(visit).objects.update(**before)
    assert found()
