"""The banner: written in the admin, shown and taken away at its hour."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.site.enums import Level
from cms.site.models import Banner
from cms.starter import WRITERS
from config import middleware
from socle.public_pages import forget_held
from tests.cms.test_admin import person, sign_in

from .screens import errors, send

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
ADD = "/gestion/bandeaux/new/"


@pytest.fixture
def clock(monkeypatch):
    """The hour of the pages and of their cache, moved by hand."""

    class Clock:
        now = NOW

        def after(self, **delay):
            self.now += timedelta(**delay)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    monkeypatch.setattr(middleware.time, "time", lambda: clock.now.timestamp())
    return clock


def make_banner(starts=0, ends=60, **fields):
    """From and until, in minutes after `NOW`."""
    values = {"title": "Travaux", "level": Level.INFO} | fields
    minutes = {"starts_at": starts, "ends_at": ends}
    times = {name: NOW + timedelta(minutes=value) for name, value in minutes.items()}
    banner = Banner.objects.create(**values, **times)
    forget_held()
    return banner


def said(client):
    page = BeautifulSoup(client.get("/").content, "html.parser")
    return [one.text for one in page.select(".fr-notice__title")]


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_an_editor_writes_one_that_every_page_shows(client, editor):
    soon = local(timezone.now() + timedelta(days=1))
    response = send(
        client,
        ADD,
        title="Réunion publique",
        text="Jeudi à 18 h.",
        level="warning",
        ends_at=soon,
        link_label="Venir",
        address="/visites/",
    )
    assert response.status_code == 302, errors(response)
    forget_held()
    client.logout()
    for address in ("/", "/reseaux/", "/nulle-part/"):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        notice = page.select_one(".fr-notice--warning")
        assert notice.select_one("a")["href"] == "/visites/", address
        assert "Jeudi à 18 h." in notice.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts_at": -1}, "starts_at"),
        ({"ends_at": 0}, "ends_at"),
        ({"starts_at": 30, "ends_at": 30}, "ends_at"),
        ({"link_label": "Lire"}, "page"),
        ({"address": "/stats/"}, "link_label"),
        ({"link_label": "Lire", "address": "javascript:x"}, "address"),
    ],
)
def test_a_schedule_in_the_past_or_a_link_to_nowhere_is_refused(db, clock, fields, field):
    values = {"title": "Travaux", "starts_at": 0, "ends_at": 60} | fields
    for name in ("starts_at", "ends_at"):
        values[name] = NOW + timedelta(minutes=values[name])
    with pytest.raises(ValidationError) as refused:
        Banner(**values).full_clean()
    assert list(refused.value.message_dict) == [field]


def test_a_date_and_a_link_that_are_both_wrong_are_told_together(db, clock):
    banner = Banner(title="Travaux", starts_at=NOW - timedelta(1), ends_at=NOW, address="/stats/")
    with pytest.raises(ValidationError) as refused:
        banner.full_clean()
    assert set(refused.value.message_dict) == {"starts_at", "link_label"}


def test_one_that_is_shown_can_still_be_corrected(db, clock):
    banner = make_banner()
    clock.after(minutes=30)
    banner.title = "Travaux finis"
    banner.full_clean()
    assert banner.starts_at == NOW


def test_the_most_serious_is_shown_then_the_latest_begun(client, site, clock):
    make_banner(title="Information", starts=-5)
    make_banner(title="Alerte", level=Level.ALERT, starts=-10)
    make_banner(title="Alerte plus récente", level=Level.ALERT, starts=-7)
    make_banner(title="Avertissement", level=Level.WARNING)
    assert said(client) == ["Alerte plus récente"]


def test_a_kept_page_does_not_outlive_its_banner(client, site, clock):
    make_banner(starts=2, ends=4)
    assert said(client) == []
    clock.after(seconds=119)
    assert said(client) == []
    clock.after(seconds=1)
    assert said(client) == ["Travaux"]
    clock.after(seconds=119)
    assert said(client) == ["Travaux"]
    clock.after(seconds=1)
    assert said(client) == []


def test_a_page_before_django_ends_with_the_banner(client, site, clock):
    make_banner(starts=2, ends=4)
    kept = client.get("/").wsgi_request.META[middleware.KEPT_AS]
    assert kept.until == (NOW + timedelta(minutes=2)).timestamp()


def test_writers_do_not_write_banners(client, site):
    sign_in(client, person(WRITERS))
    assert client.get(ADD).status_code == 302
    assert client.get("/gestion/bandeaux/").status_code == 302
