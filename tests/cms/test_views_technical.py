import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.sitemaps import Sitemap
from wagtail.models import PageViewRestriction

from cms import views
from cms.views import security_expires
from tests.clock import NOON
from tests.cms.factories import make_guide

pytestmark = pytest.mark.django_db


def locations(response):
    return re.findall(r"<loc>([^<]+)</loc>", response.content.decode())


def test_sitemap_lists_what_all_may_read(client, site):
    make_guide(slug="public")
    make_guide(slug="brouillon", live=False)
    PageViewRestriction.objects.create(page=make_guide(slug="prive"), restriction_type="login")
    found = locations(client.get("/sitemap-pages.xml"))
    assert any(address.endswith("/guides/public/") for address in found)
    assert any(address.endswith("/accessibilite/") for address in found)
    assert not any("brouillon" in address or "prive" in address for address in found)


def test_sitemap_index_has_a_file_per_room(client, site, monkeypatch):
    class Rooms(Sitemap):
        def items(self):
            return ["/une-page/"]

        def location(self, item):
            return item

    monkeypatch.setattr(views, "_sections", {})
    views.register_sitemap("salles", Rooms)
    index = locations(client.get("/sitemap.xml"))
    assert any(address.endswith("/sitemap-salles.xml") for address in index)
    assert locations(client.get("/sitemap-salles.xml"))[0].endswith("/une-page/")
    assert client.get("/sitemap-inconnue.xml").status_code == 404


def test_robots_leaves_the_private_rooms_alone(client, settings):
    settings.BASE_URL = "https://chauffage.example"
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert "Disallow: /gestion/" in text
    assert "Sitemap: https://chauffage.example/sitemap.xml" in text


def test_security_txt_follows_its_standard(client, settings):
    settings.BASE_URL = "https://chauffage.example"
    settings.CONTACT_EMAIL = "equipe@chauffage.example"
    text = client.get("/.well-known/security.txt").content.decode()
    fields = dict(line.split(": ", 1) for line in text.splitlines() if line)
    assert fields["Contact"] == "mailto:equipe@chauffage.example"
    assert fields["Canonical"] == "https://chauffage.example/.well-known/security.txt"
    assert fields["Policy"] == "https://chauffage.example/mentions-legales/"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - NOON < timedelta(days=365)


@pytest.mark.parametrize("hour", [0, 23])
def test_security_txt_is_never_near_its_end(hour):
    now = datetime(2027, 2, 28, hour, 59, 59, tzinfo=UTC)
    assert timedelta(days=30) < security_expires(now) - now < timedelta(days=365)


def test_the_site_map_for_people_leads_everywhere(client, site):
    make_guide(slug="public", title="Un guide")
    page = BeautifulSoup(client.get("/plan-du-site/").content, "html.parser").main
    links = {a["href"] for a in page.find_all("a", href=True)}
    assert {
        "/",
        "/mon-adresse/",
        "/guides/",
        "/guides/public/",
        "/accessibilite/",
        "/mentions-legales/",
        "/donnees-personnelles/",
        "/cgu/",
        "/stats/",
        "/moderation/transparence/",
        "/api/v1/",
        "/ambassadeurs/devenir/",
    } <= links


@pytest.mark.parametrize("address", ["/reseaux/", "/communaute/", "/ambassadeurs/"])
def test_a_filtered_list_has_one_address_for_search_engines(client, settings, address):
    settings.BASE_URL = "https://chauffage.example"
    page = BeautifulSoup(client.get(f"{address}?commune=38185&page=2").content, "html.parser")
    (link,) = page.find_all("link", rel="canonical")
    assert link["href"] == f"https://chauffage.example{address}"


def test_a_page_asked_not_to_be_indexed_has_no_canonical_address(client):
    assert "canonical" not in client.get("/recherche/?q=tva").content.decode()


@pytest.mark.parametrize("address", ["/recherche/", "/guides/", "/robots.txt", "/sitemap.xml"])
def test_nothing_is_posted_here(client, site, address):
    assert client.post(address).status_code == 405
