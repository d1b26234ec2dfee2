"""A maintenance planned in the admin: announced, closed, open again, each at its hour."""

from datetime import UTC, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.site.models import Maintenance
from cms.starter import EDITORS, TEAM
from socle.public_pages import forget_held
from tests.cms.test_admin import person, sign_in
from tests.communaute.comptes.factories import UserFactory

from .screens import errors, send
from .test_banners import NOW, clock, local, make_banner, said  # noqa: F401 - `clock` is a fixture

pytestmark = pytest.mark.django_db
ADD = "/gestion/maintenances/new/"


def make_maintenance(starts, ends, **fields):
    """From and until, in hours after `NOW`."""
    values = {"announcement": "Mardi, de 20 h à 22 h.", "text": "Nous réparons."} | fields
    times = {"starts_at": NOW + timedelta(hours=starts), "ends_at": NOW + timedelta(hours=ends)}
    Maintenance.objects.create(**values, **times)
    forget_held()


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


def test_one_that_began_at_once_is_corrected_without_touching_its_hours(client, site):
    sign_in(client, person(TEAM))
    fields = {"announcement": "Tout de suite.", "starts_at": ""}
    fields["ends_at"] = local(timezone.now() + timedelta(hours=2))
    assert send(client, ADD, **fields).status_code == 302
    # Whatever the second it was saved at.
    begun = timezone.now().replace(second=41, microsecond=7) - timedelta(minutes=5)
    Maintenance.objects.update(starts_at=begun)
    kept = Maintenance.objects.get()
    edit = f"/gestion/maintenances/edit/{kept.pk}/"
    assert send(client, edit, text="Nous réparons la base.").status_code == 302
    kept.refresh_from_db()
    assert (kept.text, kept.starts_at) == ("Nous réparons la base.", begun)


def test_who_was_sending_is_told_how_and_who_reads_has_a_button(client, site, clock):  # noqa: F811
    make_maintenance(-1, 1)
    sent, read = client.post("/contact/", {"message": "Bonjour."}), client.get("/contact/")
    for answer in (sent, read):
        assert "n’est perdu" not in answer.text
    assert "rechargez-la" in sent.text
    # A link to the same address would lose it.
    assert 'href=""' not in sent.text
    assert 'href=""' in read.text


@pytest.mark.parametrize(
    ("screen", "number"),
    [
        ("maintenances/new", "announced_hours"),
        ("rapport/objectifs/add", "value"),
        ("snippets/second_reading/workedcase/add", "position"),
    ],
)
def test_a_word_where_a_number_is_asked_comes_back_in_its_field(client, screen, number):
    client.force_login(UserFactory(is_superuser=True))
    page = send(client, f"/gestion/{screen}/", **{number: "quarante"})
    [box] = BeautifulSoup(page.content, "html.parser").find_all("input", {"name": number})
    # A box of numbers shows nothing of a word.
    assert (box["type"], box["value"]) == ("text", "quarante")
    assert "nombre entier" in errors(page)
