"""What is told where places are all taken, or where registrations close before the event."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

from .factories import asked, joined, joined_by, make_open

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


def main(response):
    return BeautifulSoup(response.content, "html.parser").main.text


def test_who_waits_reads_so_where_one_registers(client):
    event, person = make_open(places=1), UserFactory()
    joined(event)
    joined_by(person, event)
    client.force_login(person)
    page = main(client.get(reverse("events:register", args=[event.pk])))
    assert "Vous êtes déjà sur la liste d’attente." in page
    assert "déjà inscrit" not in page


def test_a_link_is_said_to_hold_until_registrations_close(client, now):
    event = make_open(registration_closes_at=now + timedelta(hours=1))
    asked(event)
    # Noon in Paris, then an hour.
    assert "jusqu’au 26 novembre, 13 h" in sent_mails()[-1].body.replace("\u00a0", " ")
    page = main(client.get(reverse("events:sent", args=[event.pk])))
    assert "jusqu’à la fin des inscriptions au plus tard" in page
    assert "jusqu’au début" not in page
