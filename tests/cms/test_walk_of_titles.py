"""Guides under the titles that people give them, from the editor's screen to what visitors read."""

import html
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.models import GuidePage
from cms.starter import EDITORS
from socle.scheduler.runner import run
from socle.slugs import plain_slug
from tests.clock import stop
from tests.cms.factories import make_guide
from tests.cms.test_admin import guide_form, person, sign_in

pytestmark = pytest.mark.django_db
TITLES = [
    "L'été, faut-il garder l'eau chaude du réseau ?",
    "« Ça chauffe ! » : où en est-on de l’œuvre commune, à mi-chemin ? Noël, Pâques & la Trinité",
    "Comment la copropriété a voté, en une seule assemblée générale, le raccordement de "
    "ses bâtiments au réseau de chaleur",
]


def reads(client, address, title):
    """What a visitor reads there names the guide, and answers."""
    page = client.get(address)
    assert page.status_code == 200, address
    assert title in html.unescape(page.text), address


def write(client, site, title):
    """As one does: begun, kept by itself while one writes, looked at, and opened again."""
    form = guide_form(title=title, slug=plain_slug(title))
    add = f"/gestion/pages/add/cms/guidepage/{site.pk}/"
    assert client.post(f"{add}preview/", form).json()["is_valid"]
    reads(client, f"{add}preview/?mode=", title)
    kept = client.post(add, form, headers={"accept": "application/json"}).json()
    assert kept["success"]
    guide = GuidePage.objects.get(pk=kept["pk"])
    reads(client, f"/gestion/pages/{guide.pk}/edit/", title)
    reads(client, f"/gestion/pages/{guide.pk}/view_draft/", title)
    return guide, form


@pytest.mark.parametrize("title", TITLES)
def test_a_guide_is_written_scheduled_published_and_read(
    client, site, monkeypatch, django_capture_on_commit_callbacks, title
):
    before = make_guide(title="Le guide d’avant")
    sign_in(client, person(EDITORS))
    guide, form = write(client, site, title)
    after = make_guide(title="Le guide d’après")
    at = timezone.localtime() + timedelta(hours=2)
    dated = form | {"go_live_at": f"{at:%Y-%m-%d %H:%M}", "action-publish": "1"}
    assert client.post(f"/gestion/pages/{guide.pk}/edit/", dated).status_code == 302
    client.logout()
    guide.refresh_from_db()
    assert client.get(guide.url).status_code == 404

    now = stop(monkeypatch, at + timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert run(now, only=["cms.publish"]).counts

    guide.refresh_from_db()
    assert guide.url.isascii()
    reads(client, guide.url, title)
    reads(client, guide.url, after.title)
    # The neighbour leads to it.
    reads(client, before.url, title)
    links = BeautifulSoup(client.get(before.url).content, "html.parser").select(".cu-next a")
    assert [link["href"] for link in links] == [guide.url]
    for address in ("/guides/", "/", "/plan-du-site/"):
        reads(client, address, title)
    assert guide.url in client.get("/sitemap-pages.xml").text
    found = client.get("/recherche/", {"q": title})
    assert guide.url in found.text
