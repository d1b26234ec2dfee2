"""A maintenance planned in the admin: announced, closed, open again, each at its hour."""

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from cms.site import reading
from cms.site.models import Maintenance
from cms.starter import EDITORS, TEAM
from tests.cms.test_admin import person, sign_in

from .screens import errors, send
from .test_banners import NOW, clock, local, make_banner, said  # noqa: F401 - `clock` is a fixture

pytestmark = pytest.mark.django_db
ADD = "/gestion/maintenances/new/"


def make_maintenance(starts, ends, **fields):
    """From and until, in hours after `NOW`."""
    values = {"announcement": "Mardi, de 20 h à 22 h.", "text": "Nous réparons."} | fields
    times = {"starts_at": NOW + timedelta(hours=starts), "ends_at": NOW + timedelta(hours=ends)}
    Maintenance.objects.create(**values, **times)
    reading.forget()


def test_it_is_announced_then_closes_then_opens(client, site, clock):  # noqa: F811
    make_maintenance(49, 51)
    assert said(client) == []
    clock.after(hours=1)
    assert said(client) == ["Maintenance prévue"]
    clock.after(hours=48)
    closed = client.get("/")
    assert closed.status_code == 503
    assert closed["Retry-After"] == str(2 * 3600)
    assert "Nous réparons." in closed.content.decode()
    for address in ("/reseaux/", "/robots.txt", "/api/v1/networks"):
        assert client.get(address).status_code == 503, address
    assert client.post("/recherche/sans-resultat/", {"q": "x"}).status_code == 503
    for address in ("/healthz", "/gestion/login/", "/comptes/connexion/"):
        assert client.get(address).status_code != 503 or address == "/healthz", address
    clock.after(hours=2)
    assert client.get("/").status_code == 200
    assert said(client) == []


def test_the_health_page_still_tells_the_truth(client, site, clock):  # noqa: F811
    before = client.get("/healthz").json().keys()
    make_maintenance(-1, 1)
    assert client.get("/healthz").json().keys() == before


def test_an_alert_is_more_serious_than_its_announcement(client, site, clock):  # noqa: F811
    make_maintenance(1, 2)
    make_banner(title="Alerte", level="alert")
    assert said(client) == ["Alerte"]


def test_the_team_plans_it_and_editors_do_not(client, site):
    begins = timezone.now().astimezone(UTC) + timedelta(days=1)
    fields = {
        "announcement": "Demain soir.",
        "starts_at": local(begins),
        "ends_at": local(begins + timedelta(hours=2)),
    }
    sign_in(client, person(EDITORS))
    assert client.get(ADD).status_code == 302
    client.logout()
    sign_in(client, person(TEAM))
    late = send(client, ADD, **fields | {"starts_at": local(timezone.now() - timedelta(days=1))})
    assert "Cette date est passée" in errors(late)
    backwards = send(client, ADD, **fields | {"ends_at": fields["starts_at"]})
    assert "après le début" in errors(backwards)
    assert send(client, ADD, **fields).status_code == 302
    assert Maintenance.objects.get().announced_hours == 48
