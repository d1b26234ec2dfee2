"""How many come to a visit, and who waits."""

import pytest

from ambassadeurs.visites.enums import BookingState

from .factories import BookingFactory, VisitFactory
from .test_views import page, url

pytestmark = pytest.mark.django_db


def test_the_host_reads_how_many_places_are_taken_and_who_waits_apart(client):
    visit = VisitFactory(places=2)
    client.force_login(visit.author)
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    said = "Personne n’est encore inscrit, 1 sur la liste d’attente</h2>"
    assert said in page(client, url(visit))
    BookingFactory(visit=visit, state=BookingState.REQUESTED)
    BookingFactory(visit=visit)
    assert "2 inscriptions, 1 sur la liste d’attente</h2>" in page(client, url(visit))
    waiting.delete()
    assert "2 inscriptions</h2>" in page(client, url(visit))
